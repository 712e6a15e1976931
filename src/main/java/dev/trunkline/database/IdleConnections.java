package dev.trunkline.database;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * The event loops of the connections without a query, the one used last first: there, PostgreSQL has read what queries need. The
 * pool gives an idle connection to a caller on its event loop, and opens another one for a caller on any other, until it has as
 * many as it may. So each query asks for a connection where one is idle. Thread-safe.
 */
final class IdleConnections {

    private final Vertx vertx;
    private final int most;
    private final Deque<Context> loops = new ArrayDeque<>();

    /** @param most the size of the pool */
    IdleConnections(Vertx vertx, int most) {
        this.vertx = vertx;
        this.most = most;
    }

    /** The event loop of one that is idle, until {@link #add} gives it back. */
    Context take() {
        synchronized (this) {
            Context last = loops.poll();
            if (last != null) {
                return last;
            }
        }
        return vertx.getOrCreateContext();
    }

    /** @param loop the connection's own context: any other would keep in memory what belongs to a request */
    synchronized void add(@Nullable Context loop) {
        if (loop != null) {
            loops.push(loop);
            // Those of connections that are closed by now.
            while (loops.size() > most) {
                loops.removeLast();
            }
        }
    }
}

package dev.trunkline.database;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The event loops of the connections without a query, the last used one first: PostgreSQL has read there what queries need. The
 * pool gives an idle connection to a caller on its event loop, and opens another one for a caller on any other, until it has as
 * many as it may. So each query asks for a connection where one is idle. Thread-safe.
 */
final class IdleConnections {

    private final Vertx vertx;
    private final Deque<Context> contexts = new ArrayDeque<>();

    IdleConnections(Vertx vertx) {
        this.vertx = vertx;
    }

    /** The context of one that is idle; {@link #add} gives it back. */
    Context take() {
        synchronized (this) {
            Context last = contexts.poll();
            if (last != null) {
                return last;
            }
        }
        return vertx.getOrCreateContext();
    }

    synchronized void add(Context context) {
        contexts.push(context);
    }
}

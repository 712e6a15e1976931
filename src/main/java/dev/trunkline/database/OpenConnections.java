package dev.trunkline.database;

import dev.trunkline.internals.PostgresSocket;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;

/**
 * The connections that are open, and the event loops of those without a query, the one used last first: there, PostgreSQL has
 * read what queries need. The pool gives an idle connection to a caller on its event loop, and opens another one for a caller on
 * any other, until it has as many as it may. So each query asks for a connection where one is idle. Thread-safe.
 */
final class OpenConnections {

    private final Vertx vertx;
    private final Deque<PostgresSocket> idle = new ArrayDeque<>();

    /** With those that have a query. */
    private final Set<PostgresSocket> all = new HashSet<>();

    OpenConnections(Vertx vertx) {
        this.vertx = vertx;
    }

    /** The event loop of one that is idle; {@link #idle} gives it back. */
    Context take() {
        synchronized (this) {
            for (PostgresSocket last = idle.poll(); last != null; last = idle.poll()) {
                // PostgreSQL may have closed it.
                if (last.isOpen()) {
                    return last.context();
                }
            }
        }
        return vertx.getOrCreateContext();
    }

    /** A connection has a query. */
    synchronized void add(PostgresSocket socket) {
        all.add(socket);
    }

    /** A connection has no query any more, or none yet. */
    synchronized void idle(PostgresSocket socket) {
        if (socket.isOpen()) {
            all.add(socket);
            idle.push(socket);
        }
    }

    synchronized boolean contains(PostgresSocket socket) {
        return all.contains(socket);
    }

    synchronized int count() {
        all.removeIf(each -> !each.isOpen());
        return all.size();
    }
}

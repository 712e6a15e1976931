package dev.trunkline.internals;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.impl.SocketConnectionBase;
import io.vertx.sqlclient.impl.SqlConnectionInternal;

/**
 * The event loops of the pool's connections to PostgreSQL. When a socket closes, its event loop first fails the query, and then
 * takes the connection out of the pool: whoever returns the connection in between offers a closed one to the next query.
 */
public final class PostgresConnections {

    private PostgresConnections() {}

    /** Completes behind what the connection's event loop is doing: if that is closing it, the pool has forgotten it by then. */
    public static Future<Void> settled(SqlConnection connection) {
        Promise<Void> settled = Promise.promise();
        socket(connection).context().runOnContext(behind -> settled.complete());
        return settled.future();
    }

    /** A context that belongs to no request, on one event loop after the other. */
    public static Context nextEventLoop(Vertx vertx) {
        return ((ContextInternal) vertx.getOrCreateContext()).owner().createEventLoopContext();
    }

    /**
     * The socket of a connection that has been taken from the pool.
     *
     * @throws IllegalStateException if the pool's connections no longer wrap the socket's
     */
    public static PostgresSocket socket(SqlConnection connection) {
        if (connection instanceof SqlConnectionInternal pooled
                && pooled.unwrap().unwrap() instanceof SocketConnectionBase socket) {
            return new PostgresSocket(socket);
        }
        throw new IllegalStateException("A connection to PostgreSQL is " + connection.getClass());
    }
}

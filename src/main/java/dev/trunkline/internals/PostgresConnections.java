package dev.trunkline.internals;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.impl.SocketConnectionBase;
import io.vertx.sqlclient.impl.SqlConnectionInternal;
import org.jspecify.annotations.Nullable;

/**
 * The event loops of the pool's connections to PostgreSQL. When a socket closes, its event loop first fails the query, and then
 * takes the connection out of the pool: whoever returns the connection in between offers a closed one to the next query.
 */
public final class PostgresConnections {

    private PostgresConnections() {}

    /** Completes behind what the connection's event loop is doing: if that is closing it, the pool has forgotten it by then. */
    public static Future<Void> settled(SqlConnection connection) {
        Context loop = eventLoop(connection);
        if (loop == null) {
            return Future.succeededFuture();
        }
        Promise<Void> settled = Promise.promise();
        loop.runOnContext(behind -> settled.complete());
        return settled.future();
    }

    /** The context of its socket. Null if the connection is none of the pool's, which wrap the socket's. */
    public static @Nullable Context eventLoop(SqlConnection connection) {
        return connection instanceof SqlConnectionInternal pooled
                        && pooled.unwrap().unwrap() instanceof SocketConnectionBase socket
                ? socket.context()
                : null;
    }
}

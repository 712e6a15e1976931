package dev.trunkline.internals;

import io.vertx.core.Context;
import io.vertx.sqlclient.impl.SocketConnectionBase;
import org.jspecify.annotations.Nullable;

/** The socket of one of the pool's connections to PostgreSQL: what all leases of the connection have in common. */
public final class PostgresSocket {

    private final SocketConnectionBase connection;

    PostgresSocket(SocketConnectionBase connection) {
        this.connection = connection;
    }

    /** Its event loop, in a context that belongs to no request. */
    public Context context() {
        return connection.context();
    }

    public boolean isOpen() {
        return connection.isValid();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PostgresSocket socket && socket.connection == connection;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(connection);
    }
}

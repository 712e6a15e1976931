package dev.trunkline.harness;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;

/** Blocks every query on a table until it is released; see {@link Mastodon#lock} and {@link Mastodon#queueForLock}. */
public final class TableLock implements AutoCloseable {

    private final Connection connection;
    private final CompletableFuture<Void> held;

    TableLock(Connection connection, String table) throws SQLException {
        this.connection = connection;
        connection.setAutoCommit(false);
        held = CompletableFuture.runAsync(() -> {
            try (Statement statement = connection.createStatement()) {
                statement.execute("LOCK TABLE " + table + " IN ACCESS EXCLUSIVE MODE");
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    /** Waits until the lock is held. */
    public void await() {
        held.join();
    }

    public void release() throws SQLException {
        connection.rollback();
    }

    /** Revokes a token inside the lock's transaction and commits it, so that the next query sees the change. */
    public void releaseRevoked(Token token) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("UPDATE oauth_access_tokens SET revoked_at = now() WHERE id = ?")) {
            statement.setLong(1, token.id());
            statement.executeUpdate();
        }
        connection.commit();
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}

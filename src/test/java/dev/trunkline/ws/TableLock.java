package dev.trunkline.ws;

import dev.trunkline.harness.Mastodon;
import dev.trunkline.harness.Token;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;

/** Holds every query on a table of PostgreSQL back. */
final class TableLock implements AutoCloseable {

    private final Connection connection;
    private final CompletableFuture<Void> held;

    private TableLock(Connection connection, String table) throws SQLException {
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

    /** The lock, held. */
    static TableLock on(Mastodon mastodon, String table) throws SQLException {
        TableLock lock = new TableLock(mastodon.connectToDatabase(), table);
        lock.await();
        return lock;
    }

    /** The lock, asked for while others wait: it is held when those before it are through. */
    static TableLock queued(Mastodon mastodon, String table, Runnable untilItWaits) throws SQLException {
        TableLock lock = new TableLock(mastodon.connectToDatabase(), table);
        untilItWaits.run();
        return lock;
    }

    void await() {
        held.join();
    }

    void release() throws SQLException {
        connection.rollback();
    }

    /** As {@link Mastodon#revoke}, from within. */
    void revoke(Token token) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("UPDATE oauth_access_tokens SET revoked_at = now() WHERE id = ?")) {
            statement.setLong(1, token.id());
            statement.executeUpdate();
        }
    }

    void commit() throws SQLException {
        connection.commit();
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}

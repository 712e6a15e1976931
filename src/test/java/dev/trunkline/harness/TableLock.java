package dev.trunkline.harness;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** Holds every query on a table back until it is released. */
public final class TableLock implements AutoCloseable {

    private final Connection connection;

    TableLock(Connection connection, String table) throws SQLException {
        this.connection = connection;
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("LOCK TABLE " + table + " IN ACCESS EXCLUSIVE MODE");
        }
    }

    public void release() throws SQLException {
        connection.rollback();
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}

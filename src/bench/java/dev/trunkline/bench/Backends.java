package dev.trunkline.bench;

import dev.trunkline.demo.EmbeddedServers;
import dev.trunkline.demo.PostgresProcess;
import dev.trunkline.demo.Schema;
import java.io.Closeable;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.postgresql.ds.PGSimpleDataSource;

/** Redis, and PostgreSQL with Mastodon's tables and the viewers, for the whole run. */
final class Backends implements Closeable {
    private final EmbeddedServers servers;
    private final ViewerAccounts viewers;
    private final Connection owner;

    private Backends(EmbeddedServers servers, ViewerAccounts viewers, Connection owner) {
        this.servers = servers;
        this.viewers = viewers;
        this.owner = owner;
    }

    /**
     * Starts both and fills the tables.
     *
     * <p>Blocks and mutes exist only if the scenario's statuses go through checks.
     */
    static Backends start(Scenario scenario, Options options) throws IOException {
        return start(scenario, options.mostConnections(), options.relationships(), options.foes());
    }

    /** The same with so many tokens, and rows as in {@link Strangers#insert}. */
    static Backends start(Scenario scenario, int tokens, int relationships, int foes) throws IOException {
        EmbeddedServers servers = EmbeddedServers.start();
        try {
            PostgresProcess postgres = servers.postgres();
            try (Connection user = postgres.connect();
                    Connection owner = owner(postgres)) {
                Schema.create(user);
                execute(owner, "ALTER SYSTEM SET shared_preload_libraries = 'pg_stat_statements'");
                execute(owner, "CREATE EXTENSION pg_stat_statements");
            }
            postgres.stop();
            postgres.start();
            Connection owner = owner(postgres);
            ViewerAccounts viewers = scenario.viewers(tokens);
            fill(owner, scenario, viewers, tokens, relationships, foes);
            return new Backends(servers, viewers, owner);
        } catch (SQLException e) {
            servers.close();
            throw new IOException("the tables could not be filled", e);
        }
    }

    private static void fill(
            Connection connection, Scenario scenario, ViewerAccounts viewers, int tokens, int relationships, int foes)
            throws SQLException {
        connection.setAutoCommit(false);
        // All referenced rows exist; checking each reference would take most of the time.
        execute(connection, "SET session_replication_role = replica");
        viewers.insert(connection, tokens);
        if (scenario.filters() != null) {
            Strangers.insert(connection, viewers, relationships, foes);
            scenario.filters().insert(connection, viewers);
        }
        connection.commit();
        connection.setAutoCommit(true);
        execute(connection, "VACUUM ANALYZE");
        execute(connection, "CHECKPOINT");
    }

    private static Connection owner(PostgresProcess postgres) throws SQLException {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setServerNames(new String[] {postgres.host()});
        source.setPortNumbers(new int[] {postgres.port()});
        source.setDatabaseName(postgres.database());
        source.setUser("postgres");
        return source.getConnection();
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** A connection of the owner of the cluster, for further rows. */
    Connection owner() {
        return owner;
    }

    ViewerAccounts viewers() {
        return viewers;
    }

    String redisUrl() {
        return servers.redis().url();
    }

    int redisPort() {
        return servers.redis().port();
    }

    String databaseUrl() {
        return servers.postgres().url();
    }

    /** The CPU time of Redis so far, in µs. */
    long redisCpu() throws IOException {
        return Kernel.cpu(servers.redis().pid()).sum();
    }

    /** The CPU time of PostgreSQL so far, with its process for each connection, in µs. */
    long postgresCpu() throws IOException {
        return Kernel.cpuOfTree(servers.postgres().pid());
    }

    /** The number of statements that PostgreSQL has carried out for the server so far. */
    long queries() throws IOException {
        try (Statement statement = owner.createStatement();
                ResultSet row = statement.executeQuery("SELECT coalesce(sum(calls), 0) FROM pg_stat_statements"
                        + " WHERE userid = '" + servers.postgres().user() + "'::regrole")) {
            row.next();
            return row.getLong(1);
        } catch (SQLException e) {
            throw new IOException("PostgreSQL does not tell its statements", e);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            owner.close();
        } catch (SQLException e) {
            throw new IOException(e);
        } finally {
            servers.close();
        }
    }
}

package dev.trunkline.bench;

import dev.trunkline.demo.EmbeddedServers;
import dev.trunkline.demo.Schema;
import java.io.Closeable;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;

/** Redis and PostgreSQL with Mastodon's tables, for the whole run. */
final class Backends implements Closeable {
    private final EmbeddedServers servers;

    private Backends(EmbeddedServers servers) {
        this.servers = servers;
    }

    static Backends start() throws IOException {
        Backends backends = new Backends(EmbeddedServers.start());
        try (Connection connection = backends.connect()) {
            Schema.create(connection);
            return backends;
        } catch (SQLException e) {
            backends.close();
            throw new IOException("the tables could not be created", e);
        }
    }

    Connection connect() throws SQLException {
        return servers.postgres().connect();
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

    @Override
    public void close() throws IOException {
        servers.close();
    }
}

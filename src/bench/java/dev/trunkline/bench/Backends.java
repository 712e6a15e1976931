package dev.trunkline.bench;

import dev.trunkline.demo.EmbeddedServers;
import dev.trunkline.demo.Schema;
import java.io.Closeable;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;

/** Redis and PostgreSQL with Mastodon's tables and those who listen, for the whole run. */
final class Backends implements Closeable {
    private final EmbeddedServers servers;
    private final Viewers viewers;

    private Backends(EmbeddedServers servers, Viewers viewers) {
        this.servers = servers;
        this.viewers = viewers;
    }

    static Backends start(int tokens, int accounts) throws IOException {
        EmbeddedServers servers = EmbeddedServers.start();
        try (Connection connection = servers.postgres().connect()) {
            Schema.create(connection);
            return new Backends(servers, Viewers.create(connection, tokens, accounts));
        } catch (SQLException e) {
            servers.close();
            throw new IOException("the tables could not be filled", e);
        }
    }

    Viewers viewers() {
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

    @Override
    public void close() throws IOException {
        servers.close();
    }
}

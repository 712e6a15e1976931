package dev.trunkline.demo;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The embedded servers with the demo's data, for the application under test. */
public class DemoServersResource implements QuarkusTestResourceLifecycleManager {

    private static final Map<String, String> SETTINGS = Map.of(
            "trunkline.anonymous-streams", "true",
            "trunkline.heartbeat.interval", "1s",
            "trunkline.history.limit", "256K",
            // The first check of a process on a busy machine may take seconds, and what takes too long is withheld.
            "trunkline.check-time-limit", "60s",
            "trunkline.query-time-limit", "60s");

    private @Nullable EmbeddedServers servers;

    @Override
    public Map<String, String> start() {
        try {
            EmbeddedServers started = EmbeddedServers.start();
            servers = started;
            DemoEnvironment.setDirectory(started.directory());
            try (Connection connection = started.postgres().connect()) {
                Schema.create(connection);
                DemoData.insert(connection);
            }
            Map<String, String> settings = new HashMap<>(SETTINGS);
            settings.put("quarkus.redis.hosts", started.redis().url());
            settings.put("quarkus.datasource.reactive.url", started.postgres().reactiveUrl());
            settings.put("quarkus.datasource.username", started.postgres().user());
            settings.put("quarkus.datasource.password", started.postgres().password());
            return settings;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void stop() {
        if (servers != null) {
            try {
                servers.stop();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}

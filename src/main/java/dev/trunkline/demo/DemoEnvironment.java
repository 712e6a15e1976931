package dev.trunkline.demo;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/**
 * Decides whether dev mode embeds its servers, and tells the application where they are. A live reload throws away all
 * classes and calls main again: what must last as long as the JVM is kept in its system properties, which also are where
 * the configuration is read from.
 */
final class DemoEnvironment {

    private static final String EMBEDDED = "demo.embedded";

    private static final String STARTED = "demo.started";

    /** Any of them says that there are servers already: Mastodon's variables, and Quarkus's own. */
    private static final List<String> CONFIGURED_BY = List.of(
            "REDIS_URL",
            "REDIS_HOST",
            "REDIS_SENTINELS",
            "DATABASE_URL",
            "DB_HOST",
            "DB_NAME",
            "QUARKUS_REDIS_HOSTS",
            "QUARKUS_DATASOURCE_REACTIVE_URL");

    private DemoEnvironment() {}

    /** Whether the servers are the embedded ones: the condition for publishing anything. */
    static boolean isEmbedded() {
        return Boolean.getBoolean(EMBEDDED);
    }

    static boolean isConfigured(Map<String, String> environment) {
        return CONFIGURED_BY.stream()
                .anyMatch(name -> !environment.getOrDefault(name, "").isBlank());
    }

    /** Whether the application has started for the first time in this JVM; false ever after. */
    static boolean isFirstStart() {
        return System.getProperties().putIfAbsent(STARTED, "true") == null;
    }

    /** Starts the servers at the first call in this JVM, unless the environment names others. */
    static void prepare() throws IOException, SQLException {
        if (isEmbedded() || isConfigured(System.getenv())) {
            return;
        }
        EmbeddedServers servers = EmbeddedServers.start();
        try (Connection connection = servers.postgres().connect()) {
            Schema.create(connection);
            DemoData.insert(connection);
        }
        System.setProperty("quarkus.redis.hosts", servers.redis().url());
        System.setProperty("quarkus.datasource.reactive.url", servers.postgres().reactiveUrl());
        System.setProperty("quarkus.datasource.username", servers.postgres().user());
        System.setProperty("quarkus.datasource.password", servers.postgres().password());
        System.setProperty("trunkline.anonymous-streams", "true");
        System.setProperty(EMBEDDED, "true");
        endWithMaven();
    }

    /** Maven ends this JVM when it ends itself, but cannot when it is killed: nobody would find what it leaves running. */
    private static void endWithMaven() {
        ProcessHandle.current().parent().ifPresent(maven -> {
            Thread watcher = new Thread(() -> {
                maven.onExit().join();
                System.exit(1);
            });
            watcher.setName("demo-end-with-maven");
            watcher.setDaemon(true);
            watcher.start();
        });
    }
}

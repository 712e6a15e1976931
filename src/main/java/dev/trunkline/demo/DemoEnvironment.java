package dev.trunkline.demo;

import dev.trunkline.mastodon.EnvironmentVariables;
import io.quarkus.runtime.LaunchMode;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Decides whether dev mode embeds its servers, and tells the application their addresses. A live reload drops all classes and
 * calls main again: what has to outlive it is kept in system properties, which are also a source of the configuration.
 */
final class DemoEnvironment {

    private static final String EMBEDDED = "demo.embedded";

    private static final String DIRECTORY = "demo.directory";

    private static final String CALLED = "demo.called";

    private static final String STARTED = "demo.started";

    /** Environment variables of Mastodon and of Quarkus. Any of them names existing servers. */
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

    /** Whether the servers are the embedded ones: the demo publishes to no others. */
    static boolean isEmbedded() {
        return Boolean.getBoolean(EMBEDDED);
    }

    /** Where the embedded servers have their files; empty if there are none. */
    static Optional<Path> directory() {
        return Optional.ofNullable(System.getProperty(DIRECTORY)).map(Path::of);
    }

    /** To be told by whoever starts the servers. */
    static void setDirectory(Path directory) {
        System.setProperty(DIRECTORY, directory.toString());
    }

    /** Whether the routes of the demo are there: not in front of existing servers, in whose name they would speak. */
    static boolean hasRoutes() {
        return LaunchMode.current() != LaunchMode.DEVELOPMENT || isEmbedded();
    }

    static boolean isConfigured(Map<String, String> environment) {
        return CONFIGURED_BY.stream()
                .anyMatch(name -> !environment.getOrDefault(name, "").isBlank());
    }

    /** The variables that count: where the servers are embedded, libpq's are meant for others. */
    static EnvironmentVariables variables(EnvironmentVariables process) {
        if (isConfigured(process.values())) {
            return process;
        }
        Map<String, String> others = new HashMap<>(process.values());
        others.keySet().removeIf(name -> name.startsWith("PG") || name.equals("HOME"));
        return new EnvironmentVariables(others, process.unreadable());
    }

    /** Whether main is called for the first time in this JVM; false after the first call. */
    static boolean isFirstMain() {
        return isFirst(CALLED);
    }

    /** Whether this is the first start of the application in this JVM; false after the first call. */
    static boolean isFirstStart() {
        return isFirst(STARTED);
    }

    /** The embedded PostgreSQL's address for {@code psql}, with its password, which protects nothing. */
    static String databaseUrl() {
        return System.getProperty("quarkus.datasource.reactive.url", "")
                .replace(
                        "://",
                        "://" + System.getProperty("quarkus.datasource.username") + ":"
                                + System.getProperty("quarkus.datasource.password") + "@");
    }

    private static boolean isFirst(String property) {
        return System.getProperties().putIfAbsent(property, "true") == null;
    }

    /** Starts the servers on the first call in this JVM, unless the environment names others. */
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
        setDirectory(servers.directory());
        System.setProperty(EMBEDDED, "true");
        endWithMaven();
    }

    /** Maven ends this JVM when it exits, but not when it is killed: then this JVM ends itself. */
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

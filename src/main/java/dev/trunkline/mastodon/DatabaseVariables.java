package dev.trunkline.mastodon;

import dev.trunkline.config.ServerUrl;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Mastodon's PostgreSQL: {@code DATABASE_URL}, else {@code DB_HOST} and the like; {@code DB_PASS} also fills a URL without a
 * password. A host that begins with a slash is the folder of a Unix socket.
 */
final class DatabaseVariables {

    private static final String URL = "quarkus.datasource.reactive.url";
    private static final String USERNAME = "quarkus.datasource.username";
    private static final String PASSWORD = "quarkus.datasource.password";
    private static final String POOL_SIZE = "quarkus.datasource.reactive.max-size";

    private static final String DEFAULT_HOST = "localhost";
    private static final int DEFAULT_PORT = 5432;
    private static final String DEFAULT_DATABASE = "mastodon_production";
    private static final String DEFAULT_USER = "mastodon";

    static final Map<String, String> DEFAULTS =
            Map.of(URL, url(DEFAULT_HOST, DEFAULT_PORT, DEFAULT_DATABASE), USERNAME, DEFAULT_USER, POOL_SIZE, "10");

    private static final Set<String> SCHEMES = Set.of("postgres", "postgresql");
    private static final String EXAMPLE = "; postgresql://user:password@host:5432/database would be right";
    private static final int MAX_CONNECTIONS = 10_000;

    private DatabaseVariables() {}

    static Part pool(Environment environment) {
        OptionalInt connections = environment.number(Variable.DB_POOL, 1, MAX_CONNECTIONS);
        return connections.isEmpty()
                ? Part.NONE
                : Part.property(Variable.DB_POOL, POOL_SIZE, Integer.toString(connections.getAsInt()));
    }

    static Part server(Environment environment) {
        String url = environment.value(Variable.DATABASE_URL);
        if (url != null) {
            return fromUrl(UrlVariable.read(Variable.DATABASE_URL, url, SCHEMES, EXAMPLE), environment);
        }
        boolean anySet = environment.hasAny(
                Variable.DB_HOST,
                Variable.DB_PORT,
                Variable.DB_NAME,
                Variable.DB_USER,
                Variable.DB_PASS,
                Variable.DB_SSLMODE);
        return anySet ? fromParts(environment) : Part.NONE;
    }

    private static Part fromUrl(ServerUrl url, Environment environment) {
        Map<String, String> query = url.query();
        String host = query.getOrDefault("host", url.host());
        if (host.isEmpty()) {
            host = DEFAULT_HOST;
        }
        int port = url.port() == 0 ? DEFAULT_PORT : url.port();
        String user = query.getOrDefault("user", url.user() == null ? "" : url.user());
        // Every client of PostgreSQL takes the user's name for that of the database.
        String database = url.path().isEmpty() || url.path().equals("/") ? user : url.path();
        if (database.isEmpty()) {
            throw new WrongValue(Variable.DATABASE_URL, "names no database" + EXAMPLE);
        }
        return Part.property(
                        Variable.DATABASE_URL,
                        URL,
                        url(host, port, database.startsWith("/") ? database.substring(1) : database))
                .and(Part.optional(Variable.DATABASE_URL, USERNAME, user))
                .and(password(url, environment))
                .and(unreadMode(url, environment))
                .and(DatabaseTls.ofUrl(query, host));
    }

    private static Part password(ServerUrl url, Environment environment) {
        String password = url.query().getOrDefault("password", url.password() == null ? "" : url.password());
        return password.isEmpty()
                ? Part.optional(Variable.DB_PASS, PASSWORD, environment.value(Variable.DB_PASS))
                : Part.property(Variable.DATABASE_URL, PASSWORD, password);
    }

    private static Part unreadMode(ServerUrl url, Environment environment) {
        return environment.has(Variable.DB_SSLMODE) && !url.query().containsKey("sslmode")
                ? Part.warning(
                        "DB_SSLMODE is not read beside DATABASE_URL, which has a parameter of its own for it: sslmode")
                : Part.NONE;
    }

    private static Part fromParts(Environment environment) {
        String host = environment.value(Variable.DB_HOST, DEFAULT_HOST);
        int port = environment.port(Variable.DB_PORT).orElse(DEFAULT_PORT);
        String database = environment.value(Variable.DB_NAME, DEFAULT_DATABASE);
        return Part.property(Variable.DB_HOST, URL, url(host, port, database))
                .and(Part.property(Variable.DB_USER, USERNAME, environment.value(Variable.DB_USER, DEFAULT_USER)))
                .and(Part.optional(Variable.DB_PASS, PASSWORD, environment.value(Variable.DB_PASS)))
                .and(DatabaseTls.ofMode(environment.value(Variable.DB_SSLMODE), host));
    }

    private static String url(String host, int port, String database) {
        return "postgresql://" + ServerUrl.encode(host) + ":" + port + "/" + ServerUrl.encode(database);
    }
}

package dev.trunkline.config;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Mastodon's PostgreSQL: {@code DATABASE_URL}, else {@code DB_HOST} and the like; {@code DB_PASS} also fills a URL without a
 * password. A host that begins with a slash is the folder of a Unix socket.
 */
final class DatabaseServer {

    private static final Set<String> SCHEMES = Set.of("postgres", "postgresql");
    private static final String EXAMPLE = "; postgresql://user:password@host:5432/database would be right";
    private static final int DEFAULT_PORT = 5432;
    private static final int HIGHEST_PORT = 65535;
    private static final int MOST_CONNECTIONS = 10_000;
    private static final int DEFAULT_CONNECTIONS = 10;

    private DatabaseServer() {}

    static void pool(Environment environment, Translation to) {
        if (environment.has(Variable.DB_POOL)) {
            int connections = environment.number(Variable.DB_POOL, 1, MOST_CONNECTIONS, DEFAULT_CONNECTIONS);
            to.put("quarkus.datasource.reactive.max-size", Integer.toString(connections));
        }
    }

    static void translate(Environment environment, Translation to) {
        String url = environment.value(Variable.DATABASE_URL);
        if (url != null) {
            fromUrl(url, environment, to);
        } else if (environment.hasAny(
                Variable.DB_HOST,
                Variable.DB_PORT,
                Variable.DB_NAME,
                Variable.DB_USER,
                Variable.DB_PASS,
                Variable.DB_SSLMODE)) {
            fromParts(environment, to);
        }
    }

    private static void fromUrl(String text, Environment environment, Translation to) {
        ServerUrl url = parse(text);
        String host = url.query().getOrDefault("host", url.host());
        if (host.isEmpty()) {
            host = "localhost";
        }
        int port = url.port() == 0 ? DEFAULT_PORT : url.port();
        String user = url.query().getOrDefault("user", url.user() == null ? "" : url.user());
        // As every client of PostgreSQL takes it.
        String database = url.path().isEmpty() || url.path().equals("/") ? user : url.path();
        if (database.isEmpty()) {
            throw new WrongValue(Variable.DATABASE_URL, "names no database" + EXAMPLE);
        }
        place(Variable.DATABASE_URL, host, port, database.startsWith("/") ? database.substring(1) : database, to);
        if (!user.isEmpty()) {
            to.put("quarkus.datasource.username", user);
        }
        String password = url.query().getOrDefault("password", url.password() == null ? "" : url.password());
        password(password.isEmpty() ? environment.value(Variable.DB_PASS) : password, to);
        if (environment.has(Variable.DB_SSLMODE) && !url.query().containsKey("sslmode")) {
            to.warn("DB_SSLMODE is not read beside DATABASE_URL, which has a parameter of its own for it: sslmode");
        }
        DatabaseTls.ofUrl(url.query(), host, to);
    }

    private static ServerUrl parse(String text) {
        ServerUrl url;
        try {
            url = ServerUrl.parse(text);
        } catch (IllegalArgumentException wrong) {
            throw new WrongValue(Variable.DATABASE_URL, wrong.getMessage() + EXAMPLE);
        }
        if (!SCHEMES.contains(url.scheme())) {
            throw new WrongValue(Variable.DATABASE_URL, "begins with " + url.scheme() + "://" + EXAMPLE);
        }
        return url;
    }

    private static void fromParts(Environment environment, Translation to) {
        String host = environment.value(Variable.DB_HOST, "localhost");
        int port = environment.number(Variable.DB_PORT, 1, HIGHEST_PORT, DEFAULT_PORT);
        place(Variable.DB_HOST, host, port, environment.value(Variable.DB_NAME, "mastodon_production"), to);
        to.put("quarkus.datasource.username", environment.value(Variable.DB_USER, "mastodon"));
        password(environment.value(Variable.DB_PASS), to);
        DatabaseTls.ofMode(environment.value(Variable.DB_SSLMODE), host, to);
    }

    private static void place(Variable giver, String host, int port, String database, Translation to) {
        to.put(
                giver,
                "quarkus.datasource.reactive.url",
                "postgresql://" + ServerUrl.encode(host) + ":" + port + "/" + ServerUrl.encode(database));
    }

    private static void password(@Nullable String password, Translation to) {
        if (password != null) {
            to.put("quarkus.datasource.password", password);
        }
    }
}

package dev.trunkline.config;

import java.net.URI;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Mastodon's Redis: {@code REDIS_URL}, which wins over the rest, else Sentinels, else {@code REDIS_HOST} and the like. */
final class RedisServer {

    private static final String HOSTS = "quarkus.redis.hosts";
    private static final String EXAMPLE =
            "; redis://user:password@host:6379/0, rediss:// or unix:///path would be right";
    private static final Set<String> SCHEMES = Set.of("redis", "rediss", "unix");
    private static final int DEFAULT_PORT = 6379;
    private static final int HIGHEST_PORT = 65535;
    private static final int HIGHEST_DATABASE = 999_999;

    private RedisServer() {}

    static void translate(Environment environment, Translation to) {
        if (environment.has(Variable.REDIS_SENTINELS) && !environment.has(Variable.REDIS_SENTINEL_MASTER)) {
            to.warn("REDIS_SENTINELS is not read without REDIS_SENTINEL_MASTER");
        }
        String url = environment.value(Variable.REDIS_URL);
        if (url != null) {
            fromUrl(url, to);
        } else if (Sentinels.areMeant(environment)) {
            Sentinels.translate(environment, to);
        } else if (environment.hasAny(
                Variable.REDIS_HOST,
                Variable.REDIS_PORT,
                Variable.REDIS_DB,
                Variable.REDIS_USER,
                Variable.REDIS_PASSWORD)) {
            fromParts(environment, to);
        }
    }

    private static void fromUrl(String text, Translation to) {
        ServerUrl url;
        try {
            url = ServerUrl.parse(text);
        } catch (IllegalArgumentException wrong) {
            throw new WrongValue(Variable.REDIS_URL, wrong.getMessage() + EXAMPLE);
        }
        if (!SCHEMES.contains(url.scheme())) {
            throw new WrongValue(Variable.REDIS_URL, "begins with " + url.scheme() + "://" + EXAMPLE);
        }
        String user = url.user() == null ? url.query().get("user") : url.user();
        String password = url.password() == null ? url.query().get("password") : url.password();
        if (url.scheme().equals("unix")) {
            unixSocket(url, user, password, to);
            return;
        }
        String database =
                url.path().isEmpty() || url.path().equals("/") ? url.query().get("db") : url.path();
        String host = host(Variable.REDIS_URL, url.host().isEmpty() ? "127.0.0.1" : url.host());
        int port = url.port() == 0 ? DEFAULT_PORT : url.port();
        to.put(Variable.REDIS_URL, HOSTS, url(url.scheme(), user, password, host, port, database(database)));
    }

    private static void unixSocket(ServerUrl url, @Nullable String user, @Nullable String password, Translation to) {
        if (!url.host().isEmpty() || !url.path().startsWith("/") || url.path().length() < 2) {
            throw new WrongValue(
                    Variable.REDIS_URL, "names no absolute path; unix:///run/redis/redis.sock would be one");
        }
        String path = ServerUrl.encode(url.path()).replace("%2F", "/");
        String account = user == null ? "" : "&user=" + ServerUrl.encode(user);
        to.put(
                Variable.REDIS_URL,
                HOSTS,
                "unix://" + path + "?db=" + database(url.query().get("db")) + account);
        if (password != null) {
            to.put("quarkus.redis.password", password);
        }
    }

    private static int database(@Nullable String number) {
        if (number == null || number.isEmpty()) {
            return 0;
        }
        if (!number.matches("\\d{1,6}")) {
            throw new WrongValue(Variable.REDIS_URL, "names a database that is no number" + EXAMPLE);
        }
        return Integer.parseInt(number);
    }

    private static void fromParts(Environment environment, Translation to) {
        String host = host(Variable.REDIS_HOST, environment.value(Variable.REDIS_HOST, "127.0.0.1"));
        int port = environment.number(Variable.REDIS_PORT, 1, HIGHEST_PORT, DEFAULT_PORT);
        to.put(
                Variable.REDIS_HOST,
                HOSTS,
                url(
                        "redis",
                        environment.value(Variable.REDIS_USER),
                        environment.value(Variable.REDIS_PASSWORD),
                        host,
                        port,
                        databaseOf(environment)));
    }

    static int databaseOf(Environment environment) {
        return environment.number(Variable.REDIS_DB, 0, HIGHEST_DATABASE, 0);
    }

    /** The host as it stands in a URL: IPv6 in brackets. */
    static String host(Variable variable, String host) {
        String bare = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        if (bare.contains(":") && AddressRange.address(bare) != null) {
            return "[" + bare + "]";
        }
        if (bare.contains("_")) {
            throw new WrongValue(
                    variable,
                    "'" + bare + "' has an underscore, which host names may not have; an alias or an address would do");
        }
        // The client reads it as part of a URI, where four numbers are an address, and three are nothing.
        if (!bare.matches("[a-zA-Z0-9.-]+") || URI.create("redis://" + bare).getHost() == null) {
            throw new WrongValue(variable, "'" + bare + "' is neither an address nor the name of a host");
        }
        return bare;
    }

    static String url(
            String scheme, @Nullable String user, @Nullable String password, String host, int port, int database) {
        String account = password == null
                ? ""
                : (user == null ? "" : ServerUrl.encode(user)) + ":" + ServerUrl.encode(password) + "@";
        return scheme + "://" + account + host + ":" + port + "/" + database;
    }
}

package dev.trunkline.mastodon;

import dev.trunkline.config.ServerUrl;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Mastodon's Redis: {@code REDIS_URL}, else Sentinels ({@link SentinelVariables}), else {@code REDIS_HOST} and the like. */
final class RedisVariables {

    private static final String HOSTS = "quarkus.redis.hosts";

    private static final String DEFAULT_HOST = "127.0.0.1";
    private static final int DEFAULT_PORT = 6379;

    static final Map<String, String> DEFAULTS =
            Map.of(HOSTS, RedisUrl.of("redis", null, null, DEFAULT_HOST, DEFAULT_PORT, RedisUrl.DEFAULT_DATABASE));

    private static final String EXAMPLE =
            "; redis://user:password@host:6379/0, rediss:// or unix:///path would be right";
    private static final Set<String> SCHEMES = Set.of("redis", "rediss", "unix");

    /** The parameters of the URL that are read. */
    private static final Set<String> PARAMETERS = Set.of("db", "user", "password");

    private RedisVariables() {}

    static Part translate(Environment environment) {
        String url = environment.value(Variable.REDIS_URL);
        if (url != null) {
            return fromUrl(UrlVariable.read(Variable.REDIS_URL, url, SCHEMES, EXAMPLE));
        }
        if (SentinelVariables.areSet(environment)) {
            return SentinelVariables.translate(environment);
        }
        boolean anySet = environment.hasAny(
                Variable.REDIS_HOST,
                Variable.REDIS_PORT,
                Variable.REDIS_DB,
                Variable.REDIS_USER,
                Variable.REDIS_PASSWORD);
        return anySet ? fromParts(environment) : Part.NONE;
    }

    private static Part fromUrl(ServerUrl url) {
        return server(url).and(UnreadParameters.warning(Variable.REDIS_URL, url.query(), PARAMETERS));
    }

    private static Part server(ServerUrl url) {
        String user = url.user() == null ? url.query().get("user") : url.user();
        String password = url.password() == null ? url.query().get("password") : url.password();
        if (url.scheme().equals("unix")) {
            return unixSocket(url, user, password);
        }
        String database =
                url.path().isEmpty() || url.path().equals("/") ? url.query().get("db") : url.path();
        String host = RedisUrl.host(Variable.REDIS_URL, url.host().isEmpty() ? DEFAULT_HOST : url.host());
        int port = url.port() == 0 ? DEFAULT_PORT : url.port();
        return Part.property(
                Variable.REDIS_URL, HOSTS, RedisUrl.of(url.scheme(), user, password, host, port, database(database)));
    }

    /** The client takes a Unix socket's user from the URL, but no password that needs to be escaped. */
    private static Part unixSocket(ServerUrl url, @Nullable String user, @Nullable String password) {
        if (!url.host().isEmpty() || !url.path().startsWith("/") || url.path().length() < 2) {
            throw new WrongValue(
                    Variable.REDIS_URL, "names no absolute path; unix:///run/redis/redis.sock would be one");
        }
        String path = ServerUrl.encode(url.path()).replace("%2F", "/");
        String account = user == null ? "" : "&user=" + ServerUrl.encode(user);
        return Part.property(
                        Variable.REDIS_URL,
                        HOSTS,
                        "unix://" + path + "?db=" + database(url.query().get("db")) + account)
                .and(Part.optional(Variable.REDIS_URL, "quarkus.redis.password", password));
    }

    private static int database(@Nullable String number) {
        if (number == null || number.isEmpty()) {
            return RedisUrl.DEFAULT_DATABASE;
        }
        if (!number.matches("\\d{1,6}")) {
            throw new WrongValue(Variable.REDIS_URL, "names a database that is no number" + EXAMPLE);
        }
        return Integer.parseInt(number);
    }

    private static Part fromParts(Environment environment) {
        String host = RedisUrl.host(Variable.REDIS_HOST, environment.value(Variable.REDIS_HOST, DEFAULT_HOST));
        int port = environment.port(Variable.REDIS_PORT).orElse(DEFAULT_PORT);
        return Part.property(
                Variable.REDIS_HOST,
                HOSTS,
                RedisUrl.of(
                        "redis",
                        environment.value(Variable.REDIS_USER),
                        environment.value(Variable.REDIS_PASSWORD),
                        host,
                        port,
                        RedisUrl.database(environment)));
    }
}

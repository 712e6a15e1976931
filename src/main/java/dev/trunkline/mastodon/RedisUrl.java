package dev.trunkline.mastodon;

import dev.trunkline.config.ServerUrl;
import org.jspecify.annotations.Nullable;

/** Composes the URLs that the Redis client reads. */
final class RedisUrl {

    static final int DEFAULT_DATABASE = 0;

    private static final int HIGHEST_DATABASE = 999_999;

    private RedisUrl() {}

    /**
     * The host as it stands in a URL: IPv6 in brackets.
     *
     * @throws WrongValue if it is neither an address nor can be a name
     */
    static String host(Variable variable, String host) {
        String bare = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        if (!ServerUrl.isHost(bare)) {
            throw new WrongValue(variable, "'" + bare + "' is neither an address nor the name of a host");
        }
        return bare.contains(":") ? "[" + bare + "]" : bare;
    }

    /** {@code REDIS_DB}: the number of the database. */
    static int database(Environment environment) {
        return environment.number(Variable.REDIS_DB, 0, HIGHEST_DATABASE).orElse(DEFAULT_DATABASE);
    }

    /** @param host as {@link #host} returns it */
    static String of(
            String scheme, @Nullable String user, @Nullable String password, String host, int port, int database) {
        String account = password == null
                ? ""
                : (user == null ? "" : ServerUrl.encode(user)) + ":" + ServerUrl.encode(password) + "@";
        return scheme + "://" + account + host + ":" + port + "/" + database;
    }
}

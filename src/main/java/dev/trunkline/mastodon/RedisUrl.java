package dev.trunkline.mastodon;

import dev.trunkline.config.AddressRanges;
import dev.trunkline.config.ServerUrl;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** Composes the URLs that the Redis client reads. */
final class RedisUrl {

    static final int DEFAULT_DATABASE = 0;

    private static final int HIGHEST_DATABASE = 999_999;

    private RedisUrl() {}

    /**
     * The host as it stands in a URL: IPv6 in brackets.
     *
     * @throws WrongValue if the client could not read it
     */
    static String host(Variable variable, String host) {
        String bare = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        if (bare.contains(":") && AddressRanges.address(bare) != null) {
            return "[" + bare + "]";
        }
        if (bare.contains("_")) {
            throw new WrongValue(
                    variable,
                    "'" + bare + "' has an underscore, which host names may not have; an alias or an address would do");
        }
        // For the client it is the host of a java.net.URI, which takes four numbers for an address and rejects three.
        if (!bare.matches("[a-zA-Z0-9.-]+") || URI.create("redis://" + bare).getHost() == null) {
            throw new WrongValue(variable, "'" + bare + "' is neither an address nor the name of a host");
        }
        return bare;
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

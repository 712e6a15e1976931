package dev.trunkline.mastodon;

import dev.trunkline.config.AddressRanges;
import dev.trunkline.config.ServerUrl;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Redis behind Sentinels, which know the master: {@code REDIS_SENTINELS} and {@code REDIS_SENTINEL_MASTER}. User, password
 * and database in the URLs are the master's.
 */
final class SentinelVariables {

    private static final int DEFAULT_PORT = 26379;

    private SentinelVariables() {}

    static boolean areSet(Environment environment) {
        return environment.has(Variable.REDIS_SENTINELS) && environment.has(Variable.REDIS_SENTINEL_MASTER);
    }

    static Part withoutMaster(Environment environment) {
        return environment.has(Variable.REDIS_SENTINELS) && !environment.has(Variable.REDIS_SENTINEL_MASTER)
                ? Part.warning("REDIS_SENTINELS is not read without REDIS_SENTINEL_MASTER")
                : Part.NONE;
    }

    static Part translate(Environment environment) {
        String user = environment.value(Variable.REDIS_USER);
        String password = environment.value(Variable.REDIS_PASSWORD);
        int port = environment.port(Variable.REDIS_SENTINEL_PORT).orElse(DEFAULT_PORT);
        int database = RedisUrl.database(environment);
        String hosts = Arrays.stream(
                        environment.value(Variable.REDIS_SENTINELS, "").split(","))
                .map(String::strip)
                .filter(entry -> !entry.isEmpty())
                .map(entry -> sentinel(entry, port, user, password, database))
                .collect(Collectors.joining(","));
        if (hosts.isEmpty()) {
            throw new WrongValue(Variable.REDIS_SENTINELS, "names none; host1:26379,host2,host3 would be right");
        }
        String master = environment.value(Variable.REDIS_SENTINEL_MASTER, "");
        return Part.property(Variable.REDIS_SENTINELS, "quarkus.redis.hosts", hosts)
                .and(Part.property(Variable.REDIS_SENTINELS, "quarkus.redis.client-type", "sentinel"))
                .and(Part.property(Variable.REDIS_SENTINEL_MASTER, "quarkus.redis.master-name", master))
                // Without these the Sentinels get the master's user and password.
                .and(Part.optional(
                        Variable.REDIS_SENTINEL_USERNAME,
                        "trunkline.sentinel.username",
                        environment.value(Variable.REDIS_SENTINEL_USERNAME)))
                .and(Part.optional(
                        Variable.REDIS_SENTINEL_PASSWORD,
                        "trunkline.sentinel.password",
                        environment.value(Variable.REDIS_SENTINEL_PASSWORD)));
    }

    private static String sentinel(
            String entry, int defaultPort, @Nullable String user, @Nullable String password, int database) {
        ServerUrl url;
        try {
            // An IPv6 address without brackets is followed by no port.
            url = ServerUrl.parse(
                    "redis://" + (AddressRanges.address(entry) == null ? entry : "[" + bare(entry) + "]"));
        } catch (IllegalArgumentException wrong) {
            throw new WrongValue(Variable.REDIS_SENTINELS, "'" + entry + "' is not host:port");
        }
        String host = RedisUrl.host(Variable.REDIS_SENTINELS, url.host());
        int port = url.port() == 0 ? defaultPort : url.port();
        return RedisUrl.of("redis", user, password, host, port, database);
    }

    private static String bare(String address) {
        return address.startsWith("[") ? address.substring(1, address.length() - 1) : address;
    }
}

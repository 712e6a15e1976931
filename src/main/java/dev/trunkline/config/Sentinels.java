package dev.trunkline.config;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Redis behind Sentinels, which say where the master is: {@code REDIS_SENTINELS} and {@code REDIS_SENTINEL_MASTER}. User,
 * password and database in the URLs are the master's.
 */
final class Sentinels {

    private static final int DEFAULT_PORT = 26379;
    private static final int HIGHEST_PORT = 65535;

    private Sentinels() {}

    static boolean areMeant(Environment environment) {
        return environment.has(Variable.REDIS_SENTINELS) && environment.has(Variable.REDIS_SENTINEL_MASTER);
    }

    static void translate(Environment environment, Translation to) {
        String user = environment.value(Variable.REDIS_USER);
        String password = environment.value(Variable.REDIS_PASSWORD);
        int port = environment.number(Variable.REDIS_SENTINEL_PORT, 1, HIGHEST_PORT, DEFAULT_PORT);
        int database = RedisServer.databaseOf(environment);
        String list = environment.value(Variable.REDIS_SENTINELS, "");
        String hosts = Arrays.stream(list.split(","))
                .map(String::strip)
                .filter(entry -> !entry.isEmpty())
                .map(entry -> sentinel(entry, port, user, password, database))
                .collect(Collectors.joining(","));
        if (hosts.isEmpty()) {
            throw new WrongValue(Variable.REDIS_SENTINELS, "names none; host1:26379,host2,host3 would be right");
        }
        to.put(Variable.REDIS_SENTINELS, "quarkus.redis.hosts", hosts);
        // Without their own they take the master's.
        copy(environment, Variable.REDIS_SENTINEL_USERNAME, to, "trunkline.sentinel.username");
        copy(environment, Variable.REDIS_SENTINEL_PASSWORD, to, "trunkline.sentinel.password");
        to.put("quarkus.redis.client-type", "sentinel");
        to.put("quarkus.redis.master-name", environment.value(Variable.REDIS_SENTINEL_MASTER, ""));
    }

    private static String sentinel(
            String entry, int defaultPort, @Nullable String user, @Nullable String password, int database) {
        ServerUrl place;
        try {
            // An IPv6 address without brackets has no port behind it.
            place = ServerUrl.parse(
                    "redis://" + (AddressRange.address(entry) == null ? entry : "[" + bare(entry) + "]"));
        } catch (IllegalArgumentException wrong) {
            throw new WrongValue(Variable.REDIS_SENTINELS, "'" + entry + "' is not host:port");
        }
        String host = RedisServer.host(Variable.REDIS_SENTINELS, place.host());
        int port = place.port() == 0 ? defaultPort : place.port();
        return RedisServer.url("redis", user, password, host, port, database);
    }

    private static String bare(String address) {
        return address.startsWith("[") ? address.substring(1, address.length() - 1) : address;
    }

    private static void copy(Environment environment, Variable variable, Translation to, String property) {
        String value = environment.value(variable);
        if (value != null) {
            to.put(property, value);
        }
    }
}

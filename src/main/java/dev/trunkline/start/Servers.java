package dev.trunkline.start;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Which Redis and which PostgreSQL the settings name, in words without secrets.
 *
 * @param redis its URL, or the master's name and its Sentinels
 * @param postgres its URL, or the folder of its socket
 */
record Servers(String redis, String postgres) {

    /** @param settings the value of a property; null if it has none */
    static Servers of(Function<String, @Nullable String> settings) {
        String hosts = RedactedUrl.of(String.valueOf(settings.apply("quarkus.redis.hosts")));
        boolean sentinels = "sentinel".equalsIgnoreCase(settings.apply("quarkus.redis.client-type"));
        return new Servers(
                sentinels ? "master " + settings.apply("quarkus.redis.master-name") + " of Sentinels " + hosts : hosts,
                RedactedUrl.of(String.valueOf(settings.apply("quarkus.datasource.reactive.url"))));
    }
}

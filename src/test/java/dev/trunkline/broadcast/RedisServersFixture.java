package dev.trunkline.broadcast;

import dev.trunkline.config.Settings;
import dev.trunkline.tls.Authorities;
import io.vertx.redis.client.RedisOptions;
import java.util.List;

/** {@link RedisServers} without the application around it. */
public final class RedisServersFixture {

    private RedisServersFixture() {}

    /** Configures the servers as at the start; fails if a URL cannot be used. */
    public static void configure(Settings settings, List<String> urls) {
        new RedisServers(new Authorities(settings), settings)
                .customize("<default>", new RedisOptions().setEndpoints(urls));
    }
}

package dev.trunkline.broadcast;

import dev.trunkline.config.Settings;
import dev.trunkline.metrics.FakeMeters;
import dev.trunkline.tls.Authorities;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Vertx;
import io.vertx.redis.client.RedisOptions;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/** {@link RedisServers}, and what uses them, without the application around it. */
public final class RedisServersFixture {

    private RedisServersFixture() {}

    /** Configures the servers as at the start; fails if a URL cannot be used. */
    public static void configure(Settings settings, List<String> urls) {
        servers(settings, new RedisOptions().setEndpoints(urls));
    }

    static RedisServers servers(RedisOptions options) {
        return servers(settings(), options);
    }

    private static RedisServers servers(Settings settings, RedisOptions options) {
        RedisServers servers = new RedisServers(new Authorities(settings), settings);
        servers.customize("<default>", options);
        return servers;
    }

    private static Settings settings() {
        return new SmallRyeConfigBuilder()
                .withMapping(Settings.class)
                .withDefaultValues(Map.of("trunkline.subscribe-time-limit", "2s"))
                .addDefaultInterceptors()
                .addDiscoveredConverters()
                .build()
                .getConfigMapping(Settings.class);
    }

    /** A broadcaster that begins to connect. */
    static RedisBroadcaster broadcaster(Vertx vertx, RedisOptions options) {
        RedisBroadcaster broadcaster = new RedisBroadcaster(servers(options), settings(), new FakeMeters(), vertx);
        broadcaster.start(new StartupEvent());
        return broadcaster;
    }

    /** A link that begins to connect. */
    static RedisLink link(
            Vertx vertx, BroadcastLoop loop, RedisOptions options, RedisLink.Handler handler, LongSupplier clock) {
        RedisLink link = new RedisLink(vertx, loop, servers(options), Namespace.of(settings()), handler, clock);
        loop.queue(link::start);
        return link;
    }

    static RedisProbe probe(Vertx vertx, RedisOptions options) {
        return new RedisProbe(vertx, servers(options), settings());
    }
}

package dev.trunkline.broadcast;

import dev.trunkline.config.Settings;
import dev.trunkline.tls.Authorities;
import io.quarkus.redis.client.RedisOptionsCustomizer;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import io.vertx.redis.client.RedisClientType;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.impl.RedisURI;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which Redis to connect to, and how: what Quarkus has read from its settings, and the master that the Sentinels name where
 * there are any. Vert.x's own client for Sentinel is not used: it gives Sentinels and master the same password, and asks for the
 * master again at fixed times only.
 */
@Singleton
class RedisServers implements RedisOptionsCustomizer {

    /** After that without an answer from the other side's kernel a connection is closed. */
    private static final Duration USER_TIMEOUT = Duration.ofSeconds(10);

    private final Authorities authorities;
    private final Optional<String> sentinelUsername;
    private final Optional<String> sentinelPassword;
    private @Nullable RedisOptions configured;
    private @Nullable Sentinels sentinels;

    @Inject
    RedisServers(Authorities authorities, Settings settings) {
        this(authorities, settings.sentinel().username(), settings.sentinel().password(), null);
    }

    private RedisServers(
            Authorities authorities,
            Optional<String> sentinelUsername,
            Optional<String> sentinelPassword,
            @Nullable RedisOptions configured) {
        this.authorities = authorities;
        this.sentinelUsername = sentinelUsername;
        this.sentinelPassword = sentinelPassword;
        this.configured = configured;
    }

    /** Called once, when Quarkus makes its own client, which makes no connection. */
    @Override
    public void customize(String client, RedisOptions options) {
        // All of them: one that cannot be read would otherwise come up later, and again and again.
        List<RedisURI> endpoints =
                options.getEndpoints().stream().map(RedisURI::new).toList();
        NetClientOptions network = options.getNetClientOptions();
        network.setTcpUserTimeout((int) USER_TIMEOUT.toMillis());
        if (network.isSsl() || endpoints.stream().anyMatch(RedisURI::ssl)) {
            authorities.trust(network);
        }
        configured = new RedisOptions(options);
    }

    /** The same servers, for another event loop. */
    RedisServers apart() {
        return new RedisServers(authorities, sentinelUsername, sentinelPassword, configured);
    }

    /** The server to connect to now. */
    Future<RedisOptions> find(Vertx vertx) {
        if (configured == null) {
            return Future.failedFuture("Redis is not configured");
        }
        if (!usesSentinels()) {
            return Future.succeededFuture(configured);
        }
        RedisOptions options = configured;
        if (sentinels == null) {
            sentinels = new Sentinels(vertx, options, sentinelUsername, sentinelPassword);
        }
        return sentinels.master().map(master -> at(options, master));
    }

    /** Whether the server may be another one some day. */
    boolean usesSentinels() {
        return configured != null && configured.getType() == RedisClientType.SENTINEL;
    }

    /** One server's options. */
    static RedisOptions at(RedisOptions options, String endpoint) {
        return new RedisOptions(options).setType(RedisClientType.STANDALONE).setEndpoints(List.of(endpoint));
    }
}

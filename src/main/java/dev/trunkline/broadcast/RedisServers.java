package dev.trunkline.broadcast;

import dev.trunkline.config.InvalidSetting;
import dev.trunkline.config.Settings;
import dev.trunkline.tls.Authorities;
import io.quarkus.redis.client.RedisOptionsCustomizer;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import io.vertx.redis.client.RedisClientType;
import io.vertx.redis.client.RedisOptions;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The Redis server to connect to, and the options of the connection: those that Quarkus has read from its settings, with the
 * master that the Sentinels name, if there are Sentinels. Vert.x's own Sentinel client is not used: it sends the same password
 * to Sentinels and master, and asks for the master again at fixed times only.
 */
@Singleton
class RedisServers implements RedisOptionsCustomizer {

    private static final String SETTING = "quarkus.redis.hosts";

    /** A connection is closed when the peer's kernel has not acknowledged data for this long. */
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

    /** Called once, when Quarkus creates its own client, which never connects. */
    @Override
    public void customize(String client, RedisOptions options) {
        // All of them: a wrong one would otherwise show later, at each attempt to connect.
        options.getEndpoints().forEach(RedisServers::check);
        NetClientOptions network = options.getNetClientOptions();
        network.setTcpUserTimeout((int) USER_TIMEOUT.toMillis());
        if (network.isSsl() || options.getEndpoints().stream().anyMatch(RedisEndpoint::usesTls)) {
            authorities.trust(network);
        }
        configured = new RedisOptions(options);
    }

    /** The message does not quote the URL, which may hold a password. */
    private static void check(String endpoint) {
        if (!RedisEndpoint.isUsable(endpoint)) {
            throw new InvalidSetting(
                    SETTING,
                    RedisEndpoint.hasUnderscore(endpoint)
                            ? "the host has an underscore, which host names may not have; an alias or an address would do"
                            : "the value is no URL that can be used; redis://user:password@host:6379/0 would be right");
        }
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
        if (sentinels == null) {
            sentinels = new Sentinels(vertx, configured, sentinelUsername, sentinelPassword);
        }
        return sentinels.master();
    }

    /** Whether another server may become the master. */
    boolean usesSentinels() {
        return configured != null && configured.getType() == RedisClientType.SENTINEL;
    }
}

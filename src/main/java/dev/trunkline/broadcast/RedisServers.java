package dev.trunkline.broadcast;

import dev.trunkline.config.InvalidSetting;
import dev.trunkline.config.Settings;
import dev.trunkline.redis.RedisConnector;
import dev.trunkline.redis.RedisEndpoint;
import dev.trunkline.tls.Authorities;
import io.quarkus.redis.client.RedisOptionsCustomizer;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import io.vertx.redis.client.RedisClientType;
import io.vertx.redis.client.RedisOptions;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The Redis server to connect to, and the options of the connection: those that Quarkus has read from its settings, with the
 * master that the Sentinels name, if there are Sentinels. Of Vert.x's client only the options are used
 * (docs/decisions/0019-redis-that-is-not-redis.md).
 */
@Singleton
class RedisServers implements RedisOptionsCustomizer {

    private static final String SETTING = "quarkus.redis.hosts";
    private static final int REDIS_PORT = 6379;
    private static final int SENTINEL_PORT = 26379;

    /** A connection is closed when the peer's kernel has not acknowledged data for this long. */
    private static final Duration USER_TIMEOUT = Duration.ofSeconds(10);

    /** What Quarkus's settings say. */
    private record Configured(List<RedisEndpoint> endpoints, RedisOptions options) {}

    private final Authorities authorities;
    private final Optional<String> sentinelUsername;
    private final Optional<String> sentinelPassword;
    private @Nullable Configured configured;
    private @Nullable Sentinels sentinels;

    @Inject
    RedisServers(Authorities authorities, Settings settings) {
        this(authorities, settings.sentinel().username(), settings.sentinel().password(), null);
    }

    private RedisServers(
            Authorities authorities,
            Optional<String> sentinelUsername,
            Optional<String> sentinelPassword,
            @Nullable Configured configured) {
        this.authorities = authorities;
        this.sentinelUsername = sentinelUsername;
        this.sentinelPassword = sentinelPassword;
        this.configured = configured;
    }

    /** Called once, when Quarkus creates its own client, which never connects. */
    @Override
    public void customize(String client, RedisOptions options) {
        NetClientOptions network = options.getNetClientOptions();
        network.setTcpUserTimeout((int) USER_TIMEOUT.toMillis());
        List<String> urls = List.copyOf(options.getEndpoints());
        if (!urls.stream().allMatch(RedisServers::isReadableByVertx)) {
            // That client would fail at once.
            options.setEndpoints(List.of(RedisOptions.DEFAULT_ENDPOINT));
        }
        // All of them: a wrong one would otherwise show later, at each attempt to connect.
        List<RedisEndpoint> endpoints =
                urls.stream().map(url -> endpoint(url, options)).toList();
        if (endpoints.stream().anyMatch(RedisEndpoint::tls)) {
            authorities.trust(network);
        }
        configured = new Configured(endpoints, new RedisOptions(options));
    }

    private static boolean isReadableByVertx(String url) {
        try {
            URI uri = new URI(url);
            return uri.getRawAuthority() == null || uri.getHost() != null;
        } catch (URISyntaxException unreadable) {
            return false;
        }
    }

    private static RedisEndpoint endpoint(String url, RedisOptions options) {
        NetClientOptions network = options.getNetClientOptions();
        RedisEndpoint endpoint;
        try {
            endpoint = RedisEndpoint.of(
                    url,
                    options.getType() == RedisClientType.SENTINEL ? SENTINEL_PORT : REDIS_PORT,
                    options.getPassword());
        } catch (IllegalArgumentException unusable) {
            // Nothing of it is quoted, as it may hold a password.
            throw new InvalidSetting(
                    SETTING, "the value is no URL that can be used; redis://user:password@host:6379/0 would be right");
        }
        RedisEndpoint encrypted = network.isSsl() ? endpoint.withTls() : endpoint;
        if (encrypted.isUnverifiable()
                && !network.getHostnameVerificationAlgorithm().isEmpty()) {
            throw new InvalidSetting(
                    SETTING,
                    "the host has an underscore, and Java verifies no certificate for such a name; an alias would do");
        }
        return encrypted;
    }

    /** The same servers, for another event loop. */
    RedisServers apart() {
        return new RedisServers(authorities, sentinelUsername, sentinelPassword, configured);
    }

    /** The server to connect to now. */
    Future<RedisEndpoint> find(Vertx vertx) {
        if (configured == null) {
            return Future.failedFuture("Redis is not configured");
        }
        if (!usesSentinels()) {
            return Future.succeededFuture(configured.endpoints().get(0));
        }
        if (sentinels == null) {
            sentinels = new Sentinels(
                    configured.endpoints(),
                    configured.options().getMasterName(),
                    endpoint -> connector(vertx, endpoint),
                    sentinelUsername,
                    sentinelPassword);
        }
        return sentinels.master();
    }

    /** What connects to a server that has been found. */
    RedisConnector connector(Vertx vertx, RedisEndpoint endpoint) {
        NetClientOptions network = configured == null
                ? new NetClientOptions()
                : configured.options().getNetClientOptions();
        return new RedisConnector(vertx, network, endpoint);
    }

    /** Whether another server may become the master. */
    boolean usesSentinels() {
        return configured != null && configured.options().getType() == RedisClientType.SENTINEL;
    }
}

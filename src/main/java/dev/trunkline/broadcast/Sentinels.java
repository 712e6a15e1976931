package dev.trunkline.broadcast;

import dev.trunkline.metrics.Reason;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisClientType;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The Sentinels, which know which Redis is the master. Used on one event loop only. */
final class Sentinels {

    private static final int DEFAULT_PORT = 26379;
    private static final long ANSWER_MILLIS = 2_000;

    private final Vertx vertx;
    private final RedisOptions options;
    private final String masterName;
    private final Optional<String> username;
    private final Optional<String> password;
    /** The Sentinel that answered last comes first. */
    private final List<URI> inOrder = new ArrayList<>();

    /**
     * @param options with the URL of each Sentinel; user, password and database in the URL are the master's
     * @param password the Sentinels' own, if it differs from the master's
     */
    Sentinels(Vertx vertx, RedisOptions options, Optional<String> username, Optional<String> password) {
        this.vertx = vertx;
        this.options = options;
        this.masterName = options.getMasterName();
        this.username = username;
        this.password = password;
        options.getEndpoints().forEach(endpoint -> inOrder.add(URI.create(endpoint)));
    }

    /** The options of a connection to the master. Fails when no Sentinel names one. */
    Future<RedisOptions> master() {
        return ask(List.copyOf(inOrder), 0).map(this::at);
    }

    private RedisOptions at(String endpoint) {
        return new RedisOptions(options).setType(RedisClientType.STANDALONE).setEndpoints(List.of(endpoint));
    }

    private Future<String> ask(List<URI> sentinels, int which) {
        URI sentinel = sentinels.get(which);
        return ask(sentinel).recover(failure -> {
            // The next question goes to another one first, too.
            inOrder.remove(sentinel);
            inOrder.add(sentinel);
            return which + 1 < sentinels.size()
                    ? ask(sentinels, which + 1)
                    : Future.failedFuture("no Sentinel names the master " + masterName + ", the last one, "
                            + sentinel.getHost() + ":" + port(sentinel) + ", says: " + Reason.of(failure));
        });
    }

    private Future<String> ask(URI sentinel) {
        Redis client = Redis.createClient(vertx, at(own(sentinel)));
        Request question =
                Request.cmd(Command.SENTINEL).arg("GET-MASTER-ADDR-BY-NAME").arg(masterName);
        return client.connect()
                .compose(connection -> connection.send(question))
                .timeout(ANSWER_MILLIS, TimeUnit.MILLISECONDS)
                .onComplete(done -> client.close())
                .compose(answer -> answer == null
                        ? Future.failedFuture("unknown master")
                        : Future.succeededFuture(url(sentinel, answer)));
    }

    /** The URL with the Sentinel's own user and password, and without a database: Sentinels have none. */
    private String own(URI sentinel) {
        String userInfo = password.map(secret -> username.map(Sentinels::encode).orElse("") + ":" + encode(secret))
                .orElse(sentinel.getRawUserInfo());
        return url(sentinel.getScheme(), userInfo, sentinel.getHost(), port(sentinel));
    }

    private static String url(URI sentinel, Response address) {
        String host = address.get(0).toString();
        String bracketed = host.contains(":") ? "[" + host + "]" : host;
        String url = url(
                sentinel.getScheme(),
                sentinel.getRawUserInfo(),
                bracketed,
                address.get(1).toInteger());
        String query = sentinel.getRawQuery() == null ? "" : "?" + sentinel.getRawQuery();
        return url + sentinel.getRawPath() + query;
    }

    private static String url(String scheme, @Nullable String userInfo, String host, int port) {
        return scheme + "://" + (userInfo == null ? "" : userInfo + "@") + host + ":" + port;
    }

    private static int port(URI sentinel) {
        return sentinel.getPort() < 0 ? DEFAULT_PORT : sentinel.getPort();
    }

    private static String encode(String part) {
        return URLEncoder.encode(part, StandardCharsets.UTF_8);
    }
}

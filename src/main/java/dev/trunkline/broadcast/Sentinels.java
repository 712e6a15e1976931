package dev.trunkline.broadcast;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
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

/** The Sentinels, who know which Redis is the master. Used on the broadcaster's event loop only. */
final class Sentinels {

    private static final int DEFAULT_PORT = 26379;
    private static final long ANSWER_MILLIS = 2_000;

    private final Vertx vertx;
    private final RedisOptions options;
    private final String masterName;
    private final Optional<String> username;
    private final Optional<String> password;
    /** The one that answered last comes first. */
    private final List<URI> inOrder = new ArrayList<>();

    /**
     * @param options with the URL of each Sentinel, in which user, password and database are the master's
     * @param password the Sentinels' own, if it is not the master's
     */
    Sentinels(Vertx vertx, RedisOptions options, Optional<String> username, Optional<String> password) {
        this.vertx = vertx;
        this.options = options;
        this.masterName = options.getMasterName();
        this.username = username;
        this.password = password;
        options.getEndpoints().forEach(endpoint -> inOrder.add(URI.create(endpoint)));
    }

    /** The master's URL. Fails when no Sentinel tells. */
    Future<String> master() {
        return ask(List.copyOf(inOrder), 0);
    }

    private Future<String> ask(List<URI> sentinels, int which) {
        URI sentinel = sentinels.get(which);
        return ask(sentinel).recover(failure -> {
            // For the next time, too.
            inOrder.remove(sentinel);
            inOrder.add(sentinel);
            return which + 1 < sentinels.size()
                    ? ask(sentinels, which + 1)
                    : Future.failedFuture("no Sentinel names the master " + masterName + ", the last one, "
                            + sentinel.getHost() + ":" + port(sentinel) + ", says: " + failure.getMessage());
        });
    }

    private Future<String> ask(URI sentinel) {
        Redis client = Redis.createClient(vertx, RedisServers.at(options, own(sentinel)));
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

    /** The same Sentinel with what it takes from us: it has no databases. */
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

package dev.trunkline.redis;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import java.util.List;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Opens connections, in the way of the client that Mastodon's own server uses, which everything that calls itself a Redis has to
 * bear: AUTH before anything else, with one argument where that says it all; SELECT only for another database than the first; no
 * HELLO, so that the protocol is RESP2. Used on one event loop only.
 */
public final class RedisConnector {

    private static final Logger LOG = Logger.getLogger(RedisConnector.class);

    private static final String DEFAULT_USER = "default";

    /** How a server says that it needs no password: Redis before version 6 and since, a Sentinel that knows no AUTH. */
    private static final Pattern NOT_NEEDED =
            Pattern.compile("ERR .*(no password is set|without any password configured).*|ERR unknown command.*");

    private final RedisEndpoint endpoint;
    private final NetClient client;

    public RedisConnector(Vertx vertx, NetClientOptions network, RedisEndpoint endpoint) {
        this.endpoint = endpoint;
        this.client = vertx.createNetClient(new NetClientOptions(network).setSsl(endpoint.tls()));
    }

    /** A connection that is authenticated. Fails with what the server says, if it says anything; may never complete. */
    public Future<RedisConnection> open() {
        return client.connect(endpoint.address()).map(RedisConnection::new).compose(this::greet);
    }

    private Future<RedisConnection> greet(RedisConnection connection) {
        return authenticate(connection)
                .compose(done -> select(connection))
                .map(done -> connection)
                .onFailure(refused -> connection.close());
    }

    private Future<?> authenticate(RedisConnection connection) {
        String password = endpoint.password();
        return password == null
                ? Future.succeededFuture()
                : connection.send(auth(endpoint.user(), password)).recover(RedisConnector::unlessNotNeeded);
    }

    /** Older servers and proxies know the password only. */
    private static RedisCommand auth(@Nullable String user, String password) {
        return RedisCommand.of(
                "AUTH", user == null || user.equals(DEFAULT_USER) ? List.of(password) : List.of(user, password));
    }

    /** A password too many does no harm. If one is needed after all, the next command is refused. */
    private static Future<RedisReply> unlessNotNeeded(Throwable failure) {
        String words = String.valueOf(failure.getMessage());
        if (!(failure instanceof RedisRefusal) || !NOT_NEEDED.matcher(words).matches()) {
            return Future.failedFuture(failure);
        }
        LOG.debugf("Redis takes no password: %s", words);
        return Future.succeededFuture(new RedisReply.Nothing());
    }

    private Future<?> select(RedisConnection connection) {
        return endpoint.database() == 0
                ? Future.succeededFuture()
                : connection.send(RedisCommand.of("SELECT", Integer.toString(endpoint.database())));
    }

    /** Closes every connection; one that is being opened is closed when it is open. */
    public void close() {
        client.close();
    }
}

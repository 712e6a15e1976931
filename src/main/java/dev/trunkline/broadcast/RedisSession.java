package dev.trunkline.broadcast;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to connect to Redis and its result: a connection that subscribes, and others for commands. Each kind has its own
 * client, because only closing a client closes all of its sockets: Vert.x leaves a socket open when the greeting is refused,
 * and keeps one without answers in its pool. Used on one event loop only.
 */
final class RedisSession {

    /** How long commands may be unanswered before their connection counts as dead. */
    private static final long ANSWER_MILLIS = 10_000;

    private final Vertx vertx;
    private final RedisServers servers;
    private @Nullable RedisOptions server;
    private @Nullable Redis subscriber;
    private @Nullable Redis commands;
    private boolean closed;

    RedisSession(Vertx vertx, RedisServers servers) {
        this.vertx = vertx;
        this.servers = servers;
    }

    /** The connection that subscribes. The future may never complete. */
    Future<RedisConnection> connect() {
        return servers.find(vertx).compose(found -> {
            if (closed) {
                return Future.failedFuture("given up");
            }
            server = found;
            Redis client = Redis.createClient(vertx, found);
            subscriber = client;
            return servers.usesSentinels() ? client.connect().compose(RedisSession::onlyToMaster) : client.connect();
        });
    }

    /** Sentinels name the old master until they have agreed on a new one. */
    private static Future<RedisConnection> onlyToMaster(RedisConnection connection) {
        return connection
                .send(Request.cmd(Command.ROLE))
                .map(role -> role.get(0).toString())
                .recover(refused ->
                        // Without the right to ask, the Sentinels' answer is all that is known.
                        String.valueOf(refused.getMessage()).startsWith("NOPERM")
                                ? Future.succeededFuture("master")
                                : Future.failedFuture(refused))
                .compose(role -> role.equals("master")
                        ? Future.succeededFuture(connection)
                        : Future.failedFuture("it is no master but a " + role));
    }

    /** Sends commands that are no subscriptions in one round trip. Fails when the answers take too long. */
    Future<?> send(List<Request> requests) {
        RedisOptions known = server;
        if (known == null || closed) {
            return Future.failedFuture("not connected");
        }
        Redis client = commands == null ? Redis.createClient(vertx, known) : commands;
        commands = client;
        return client.batch(requests)
                .timeout(ANSWER_MILLIS, TimeUnit.MILLISECONDS)
                .onFailure(failure -> {
                    if (failure instanceof TimeoutException && commands == client) {
                        commands = null;
                        client.close();
                    }
                });
    }

    /** Whether another server has become the one to connect to. */
    Future<Boolean> outdated() {
        RedisOptions known = server;
        return known != null && servers.usesSentinels()
                ? servers.find(vertx).map(now -> !now.getEndpoint().equals(known.getEndpoint()))
                : Future.succeededFuture(false);
    }

    /** Closes every socket, in whatever state it is. */
    void close() {
        closed = true;
        if (subscriber != null) {
            subscriber.close();
            subscriber = null;
        }
        if (commands != null) {
            commands.close();
            commands = null;
        }
    }
}

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
 * One attempt at Redis and what becomes of it: a connection that subscribes, and others for commands. They have clients of
 * their own, since only to close a client closes every socket that it has: Vert.x leaves those open whose greeting is refused, and
 * keeps those in its pool on which no answer comes. Used on the broadcaster's event loop only.
 */
final class RedisSession {

    /** How long commands may go unanswered before their connection is taken for dead. */
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

    /** The connection that subscribes. Need not ever answer. */
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
                        // Who may not ask has to believe the Sentinels.
                        String.valueOf(refused.getMessage()).startsWith("NOPERM")
                                ? Future.succeededFuture("master")
                                : Future.failedFuture(refused))
                .compose(role -> role.equals("master")
                        ? Future.succeededFuture(connection)
                        : Future.failedFuture("it is no master but a " + role));
    }

    /** Commands that are no subscriptions, all in one round trip. Fails when the answers take too long. */
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

    /** Whether another server is the one to be connected to by now. */
    Future<Boolean> outdated() {
        RedisOptions known = server;
        return known != null && servers.usesSentinels()
                ? servers.find(vertx).map(now -> !now.getEndpoint().equals(known.getEndpoint()))
                : Future.succeededFuture(false);
    }

    /** Closes every socket, at whatever point it is. */
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

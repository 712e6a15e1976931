package dev.trunkline.broadcast;

import dev.trunkline.redis.RedisCommand;
import dev.trunkline.redis.RedisConnection;
import dev.trunkline.redis.RedisConnector;
import dev.trunkline.redis.RedisEndpoint;
import dev.trunkline.redis.RedisRefusal;
import dev.trunkline.redis.RedisReply;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to connect to Redis and its result: a connection that subscribes, and one for commands, which is opened when it is
 * needed. Used on one event loop only.
 */
final class RedisSession {

    private final Vertx vertx;
    private final RedisServers servers;
    private @Nullable RedisEndpoint server;
    private @Nullable RedisConnector subscriber;
    private @Nullable CommandConnection commands;
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
            RedisConnector connector = servers.connector(vertx, found);
            subscriber = connector;
            Future<RedisConnection> opened = connector.open();
            return servers.usesSentinels() ? opened.compose(RedisSession::onlyToMaster) : opened;
        });
    }

    /** Sentinels name the old master until they have agreed on a new one. */
    private static Future<RedisConnection> onlyToMaster(RedisConnection connection) {
        return connection
                .send(RedisCommand.of("ROLE"))
                .map(answer -> answer.elements().stream()
                        .findFirst()
                        .flatMap(RedisReply::text)
                        .orElse("server without a role"))
                .recover(refused ->
                        // Without the right to ask, the Sentinels' answer is all that is known.
                        refused instanceof RedisRefusal
                                        && String.valueOf(refused.getMessage()).startsWith("NOPERM")
                                ? Future.succeededFuture("master")
                                : Future.failedFuture(refused))
                .compose(role -> role.equals("master")
                        ? Future.succeededFuture(connection)
                        : Future.failedFuture("it is no master but a " + role));
    }

    /** Sends commands that are no subscriptions in one round trip. Fails when the answers take too long. */
    Future<List<RedisReply>> send(List<RedisCommand> requests) {
        RedisEndpoint known = server;
        if (known == null || closed) {
            return Future.failedFuture("not connected");
        }
        CommandConnection current = commands;
        if (current == null || !current.usable()) {
            if (current != null) {
                current.close();
            }
            current = new CommandConnection(servers.connector(vertx, known));
            commands = current;
        }
        return current.send(requests);
    }

    /** Whether another server has become the one to connect to. */
    Future<Boolean> outdated() {
        RedisEndpoint known = server;
        return known != null && servers.usesSentinels()
                ? servers.find(vertx).map(now -> !now.address().equals(known.address()))
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

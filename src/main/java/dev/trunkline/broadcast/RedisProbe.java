package dev.trunkline.broadcast;

import dev.trunkline.config.Settings;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.ResponseType;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;

/**
 * Asks Redis, or the master that its Sentinels name, for what the broadcaster will need, and closes the connections again. Each
 * answer fails with what was in the way, at the limit at the latest.
 */
@ApplicationScoped
public class RedisProbe {

    /** Of the numbers of tokens and accounts 0 is nobody's. */
    private static final List<Channel> CHANNELS =
            List.of(Channel.ofStream("timeline:public"), Channel.ofToken(0), Channel.ofAccount(0));

    private static final Duration EXPIRY = Duration.ofSeconds(10);

    private final Vertx vertx;
    private final RedisServers servers;
    private final String prefix;

    RedisProbe(Vertx vertx, RedisServers servers, Settings settings) {
        this.vertx = vertx;
        this.servers = servers;
        this.prefix = Namespace.prefix(settings);
    }

    private interface Question {
        Future<?> ask(RedisSession session);
    }

    /** Whether it answers the first command that the broadcaster sends. */
    public Uni<Void> greet(Duration limit) {
        return ask(session -> push(session, Command.UNSUBSCRIBE, List.of(prefix + "trunkline:alive")), limit);
    }

    /** Whether channels of each kind may be subscribed to. */
    public Uni<Void> subscribe(Duration limit) {
        List<String> names =
                CHANNELS.stream().map(channel -> prefix + channel.name()).toList();
        return ask(session -> push(session, Command.SUBSCRIBE, names), limit);
    }

    /** Whether keys {@code subscribed:} can be set: that of nobody's home timeline, which is soon gone. */
    public Uni<Void> announce(Duration limit) {
        Request key = Announcements.of(prefix, "timeline:0", EXPIRY);
        return ask(session -> session.connect().compose(connected -> connected.send(key)), limit);
    }

    /** What the broadcaster is told as a push. It may be told of an event as well, which is as good. */
    private static Future<?> push(RedisSession session, Command command, List<String> names) {
        Request request = Request.cmd(command);
        names.forEach(request::arg);
        return session.connect().compose(connection -> {
            Promise<Response> answer = Promise.promise();
            connection.handler(answer::tryComplete);
            connection.exceptionHandler(answer::tryFail);
            connection.endHandler(end -> answer.tryFail("the connection was closed"));
            connection.send(request).onFailure(answer::tryFail);
            return answer.future()
                    .compose(told -> told.type() == ResponseType.ERROR
                            ? Future.failedFuture(told.toString())
                            : Future.succeededFuture(told));
        });
    }

    private Uni<Void> ask(Question question, Duration limit) {
        Context loop = ((VertxInternal) vertx).createEventLoopContext();
        return Uni.createFrom()
                .<Void>emitter(emitter -> loop.runOnContext(go -> {
                    RedisSession session = new RedisSession(vertx, servers.apart());
                    question.ask(session).onComplete(answer -> emitter.complete(null), emitter::fail);
                    emitter.onTermination(() -> loop.runOnContext(end -> session.close()));
                }))
                .ifNoItem()
                .after(limit)
                .fail();
    }
}

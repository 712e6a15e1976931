package dev.trunkline.broadcast;

import dev.trunkline.config.Settings;
import dev.trunkline.redis.RedisCommand;
import dev.trunkline.redis.RedisReply;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Asks Redis, or the master that its Sentinels name, for everything that the broadcaster needs, and closes the connections
 * again. Each answer fails with the reason, at the latest when the time limit is over.
 */
@ApplicationScoped
public class RedisProbe {

    /** No token and no account has the number 0. */
    private static final List<Channel> CHANNELS = Stream.concat(
                    Stream.of(Channel.ofStream("timeline:public")),
                    Arrays.stream(SystemChannel.Kind.values()).map(kind -> Channel.of(new SystemChannel(kind, 0))))
            .toList();

    private static final Duration EXPIRY = Duration.ofSeconds(10);

    private final Vertx vertx;
    private final RedisServers servers;
    private final Namespace namespace;

    RedisProbe(Vertx vertx, RedisServers servers, Settings settings) {
        this.vertx = vertx;
        this.servers = servers;
        this.namespace = Namespace.of(settings);
    }

    private interface Question {
        Future<?> ask(RedisSession session);
    }

    /** Whether Redis answers the first command that the broadcaster sends. */
    public Uni<Void> greet(Duration limit) {
        return ask(session -> push(session, RedisCommand.of("UNSUBSCRIBE", RedisLink.aliveChannel(namespace))), limit);
    }

    /** Whether channels of each kind can be subscribed to. */
    public Uni<Void> subscribe(Duration limit) {
        List<String> names =
                CHANNELS.stream().map(channel -> namespace.with(channel.name())).toList();
        return ask(session -> push(session, RedisCommand.of("SUBSCRIBE", names)), limit);
    }

    /** Whether all system channels can be subscribed to at once; without that, each is subscribed to by its name. */
    public Uni<Void> subscribeToPatterns(Duration limit) {
        return ask(session -> push(session, RedisCommand.of("PSUBSCRIBE", SystemChannel.patterns(namespace))), limit);
    }

    /** What an access list needs for that. */
    public String rightsForPatterns() {
        return SystemChannel.rights(namespace);
    }

    /** Whether processes of this program can ask each other for what their clients have missed (protocol, section 12). */
    public Uni<Void> askOthers(Duration limit) {
        String channel = namespace.with("trunkline:history:check");
        return ask(
                session -> push(session, RedisCommand.of("SUBSCRIBE", channel))
                        .compose(heard -> session.send(List.of(RedisCommand.of("PUBLISH", channel, "")))),
                limit);
    }

    /** What an access list needs for that. */
    public String rightsToAsk() {
        return "+publish &" + namespace.with("trunkline:*");
    }

    /** Whether keys {@code subscribed:} can be set: sets one that belongs to no account and expires soon. */
    public Uni<Void> announce(Duration limit) {
        RedisCommand key = new Announcements(namespace).of("timeline:0", EXPIRY);
        return ask(session -> session.connect().compose(connected -> connected.send(key)), limit);
    }

    /** Sends a command whose answer is a push. An event may come first, which proves as much. */
    private static Future<?> push(RedisSession session, RedisCommand command) {
        return session.connect().compose(connection -> {
            Promise<RedisReply> answer = Promise.promise();
            connection.receive(answer::tryComplete);
            connection.whenClosed(answer::tryFail);
            connection.post(command);
            return answer.future()
                    .compose(reply -> reply instanceof RedisReply.Refusal refusal && !RedisLink.isAnswer(refusal)
                            ? Future.failedFuture(refusal.words())
                            : Future.succeededFuture(reply));
        });
    }

    private Uni<Void> ask(Question question, Duration limit) {
        return Uni.createFrom()
                .<Void>emitter(emitter -> {
                    Future<String> deployed = vertx.deployVerticle(new Attempt(servers.apart(), question, emitter));
                    deployed.onFailure(emitter::fail);
                    emitter.onTermination(() -> deployed.onSuccess(vertx::undeploy));
                })
                .ifNoItem()
                .after(limit)
                .fail();
    }

    /** One question on an event loop of its own, until it is undeployed. */
    private static final class Attempt extends AbstractVerticle {

        private final RedisServers servers;
        private final Question question;
        private final UniEmitter<? super Void> emitter;
        private @Nullable RedisSession session;

        Attempt(RedisServers servers, Question question, UniEmitter<? super Void> emitter) {
            this.servers = servers;
            this.question = question;
            this.emitter = emitter;
        }

        @Override
        public void start() {
            session = new RedisSession(vertx, servers);
            question.ask(session).onComplete(answer -> emitter.complete(null), emitter::fail);
        }

        @Override
        public void stop() {
            if (session != null) {
                session.close();
            }
        }
    }
}

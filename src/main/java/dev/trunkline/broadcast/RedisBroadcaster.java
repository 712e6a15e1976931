package dev.trunkline.broadcast;

import dev.trunkline.config.Settings;
import dev.trunkline.event.Event;
import dev.trunkline.event.EventParser;
import dev.trunkline.event.Malformed;
import dev.trunkline.event.Parsed;
import dev.trunkline.metrics.Meters;
import dev.trunkline.metrics.OutageLog;
import dev.trunkline.metrics.Reason;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.impl.VertxInternal;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.ResponseType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The broadcaster over Redis pub/sub: one connection for all channels, on one event loop, which holds all of the state.
 * Commands that come up in one turn of the loop leave together. When the connection is lost it is made anew with a growing
 * pause, and every channel is subscribed and announced again at once.
 */
@ApplicationScoped
public class RedisBroadcaster implements Broadcaster {

    private static final Logger LOG = Logger.getLogger(RedisBroadcaster.class);

    /** Channels in one command: Redis is quick with thousands, but a command is held in memory as a whole. */
    private static final int BATCH = 500;

    /** How often the connection has to show a sign of life, asked for if need be. */
    private static final long ALIVE_MILLIS = 10_000;

    /** How long Redis may take until the first command is answered. */
    private static final long CONNECT_MILLIS = 10_000;

    private static final long ANNOUNCE_AGAIN_MILLIS = 5_000;

    private final RedisServers servers;
    private final Meters meters;
    private final Vertx vertx;
    private final ContextInternal loop;
    private final String prefix;
    /** Channels that nobody listens to: unsubscribing from one changes nothing, and is answered. */
    private final String alive;

    private final String resubscribed;
    private final Duration timeLimit;
    private final Announcements announcements;
    private final Backoff backoff = new Backoff();
    private final DroppedMessages dropped;
    private final List<Long> timers = new ArrayList<>();

    private final Map<String, ListenedChannel> channels = new HashMap<>();
    private final Set<ListenedChannel> changed = new LinkedHashSet<>();
    private boolean flushScheduled;
    private @Nullable RedisSession session;
    private @Nullable RedisConnection connection;
    private long attempt;
    private long connectTimer;
    private boolean signOfLife;
    private boolean paused;
    private boolean stopped;
    private final OutageLog outage = new OutageLog(reason -> LOG.warnf("Redis is away: %s", reason));
    private final List<Runnable> afterResubscription = new CopyOnWriteArrayList<>();

    private volatile boolean connected;
    private volatile boolean connectedBefore;
    private volatile long awaySince = System.nanoTime();
    private volatile int subscriptions;

    /** @param unused Quarkus's own client: it reads its settings for us if somebody asks for it */
    RedisBroadcaster(Redis unused, RedisServers servers, Settings settings, Meters meters, Vertx vertx) {
        this.servers = servers;
        this.meters = meters;
        this.vertx = vertx;
        this.loop = ((VertxInternal) vertx).createEventLoopContext();
        this.prefix = Namespace.prefix(settings);
        this.alive = prefix + "trunkline:alive";
        this.resubscribed = prefix + "trunkline:resubscribed";
        this.timeLimit = settings.subscribeTimeLimit();
        this.announcements = new Announcements(prefix);
        this.dropped = new DroppedMessages(meters);
        meters.gauge("redis_subscriptions", "Redis channels subscribed to", () -> subscriptions);
    }

    void start(@Observes StartupEvent event) {
        loop.runOnContext(start -> {
            connect();
            timers.add(vertx.setPeriodic(ALIVE_MILLIS, tick -> checkAlive()));
            timers.add(vertx.setPeriodic(
                    Announcements.RENEWAL.toMillis(),
                    tick -> announce(channels.values(), ListenedChannel::needsRenewal)));
        });
    }

    void stop(@Observes ShutdownEvent event) {
        // Vert.x may outlive us: in dev mode it stays while the application is reloaded.
        loop.runOnContext(stop -> {
            stopped = true;
            timers.forEach(vertx::cancelTimer);
            if (session != null) {
                session.close();
            }
        });
    }

    @Override
    public void afterResubscription(Runnable action) {
        afterResubscription.add(action);
    }

    @Override
    public Listening listen(Channel channel, Sink sink) {
        // Always through the loop's queue, never at once: calls take effect in the order in which they were made.
        loop.runOnContext(go -> {
            ListenedChannel listened = channels.get(prefix + channel.name());
            if (listened == null) {
                listened = new ListenedChannel(channel, sink);
                channels.put(prefix + channel.name(), listened);
            } else {
                listened.want(sink);
            }
            change(listened);
        });
        return new RedisListening(channel);
    }

    @Override
    public boolean connected() {
        return connected;
    }

    @Override
    public boolean connectedBefore() {
        return connectedBefore;
    }

    @Override
    public Duration away() {
        return connected ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - awaySince);
    }

    @Override
    public void pause() {
        loop.runOnContext(go -> {
            paused = true;
            if (connected && connection != null) {
                connection.pause();
            }
        });
    }

    @Override
    public void resume() {
        loop.runOnContext(go -> {
            paused = false;
            if (connection != null) {
                connection.resume();
            }
        });
    }

    // From here on: on the loop.

    private void connect() {
        if (stopped) {
            return;
        }
        long mine = ++attempt;
        // Vert.x's client never says so when the greeting is refused in certain ways.
        connectTimer = vertx.setTimer(CONNECT_MILLIS, late -> lost(mine, "no answer to the greeting"));
        RedisSession opening = new RedisSession(vertx, servers);
        session = opening;
        opening.connect()
                .onComplete(result -> loop.runOnContext(go -> {
                    // Otherwise it was given up and closed.
                    if (mine == attempt) {
                        if (result.succeeded()) {
                            use(result.result(), mine);
                        } else {
                            lost(mine, Reason.of(result.cause()));
                        }
                    }
                }));
    }

    private void use(RedisConnection opened, long mine) {
        connection = opened;
        opened.handler(push -> run(() -> received(push, mine)));
        opened.endHandler(end -> run(() -> lost(mine, "the connection was closed")));
        opened.exceptionHandler(failure -> run(() -> lost(mine, Reason.of(failure))));
        // Without a password the client connects even to a Redis that demands one, which refuses whatever comes next.
        send(Command.UNSUBSCRIBE, List.of(alive));
    }

    /** Redis has answered a first command. */
    private void answered() {
        vertx.cancelTimer(connectTimer);
        if (paused && connection != null) {
            connection.pause();
        }
        if (outage.over() || !connectedBefore) {
            LOG.infof("Connected to Redis, %d channels to subscribe to", channels.size());
        }
        backoff.reset();
        signOfLife = true;
        connected = true;
        // First who can be told to go, or to filter otherwise: no event of a stream may come before that.
        channels.values().stream()
                .sorted(Comparator.comparing(listened -> listened.channel.announced()))
                .forEach(changed::add);
        flush();
        if (connectedBefore) {
            meters.redisReconnected();
            // Commands are answered in their order: after this one's answer nothing is missed any more.
            send(Command.UNSUBSCRIBE, List.of(resubscribed));
        }
        connectedBefore = true;
    }

    /** Runs at once on the loop's own thread, so that messages keep their order and pay no hop. */
    private void run(Runnable action) {
        if (loop.inThread()) {
            action.run();
        } else {
            loop.runOnContext(go -> action.run());
        }
    }

    private void lost(long which, String reason) {
        if (which != attempt) {
            return;
        }
        attempt++;
        vertx.cancelTimer(connectTimer);
        if (!stopped) {
            outage.away(reason);
        }
        if (connected) {
            awaySince = System.nanoTime();
        }
        connected = false;
        subscriptions = 0;
        connection = null;
        if (session != null) {
            session.close();
            session = null;
        }
        BroadcasterUnavailable unavailable = new BroadcasterUnavailable("Redis is away");
        for (ListenedChannel listened : List.copyOf(channels.values())) {
            listened.reset();
            listened.fail(unavailable);
            forgetIfFinished(listened);
        }
        changed.clear();
        if (!stopped) {
            vertx.setTimer(backoff.nextMillis(), again -> connect());
        }
    }

    private void checkAlive() {
        if (!connected || session == null || paused) {
            return;
        }
        if (!signOfLife) {
            lost(attempt, "no sign of life");
            return;
        }
        signOfLife = false;
        // Unsubscribing from what nobody subscribes to is answered and changes nothing; PING and its answer would get
        // into the way of messages in the client's queue of answers.
        send(Command.UNSUBSCRIBE, List.of(alive));
        long mine = attempt;
        session.outdated()
                .onSuccess(outdated -> loop.runOnContext(go -> {
                    if (outdated) {
                        lost(mine, "the Sentinels name another master");
                    }
                }))
                // They may be away for as long as the master is there.
                .onFailure(unknown -> LOG.debugf("Which Redis is the master is not known: %s", unknown.getMessage()));
    }

    private void received(Response push, long mine) {
        if (mine != attempt) {
            return;
        }
        if (push.type() == ResponseType.ERROR && !connected) {
            lost(mine, push.toString());
            return;
        }
        if (push.type() == ResponseType.ERROR) {
            // By an access list, say. Which command it was the answer does not tell: whoever waits runs out of time.
            LOG.warnf("Redis refused to subscribe: %s", push);
            return;
        }
        signOfLife = true;
        if (!connected) {
            answered();
        }
        String kind = push.get(0).toString();
        String name = push.get(1).toString();
        ListenedChannel listened = channels.get(name);
        if (kind.equals("message")) {
            message(listened, push.get(2));
        } else {
            subscriptions = push.get(2).toInteger();
            if (listened != null) {
                listened.answered();
                forgetIfFinished(listened);
            } else if (name.equals(resubscribed)) {
                afterResubscription.forEach(Runnable::run);
            }
        }
    }

    private void message(@Nullable ListenedChannel listened, Response payload) {
        meters.messageReceived();
        if (listened == null || !listened.wanted()) {
            return;
        }
        Parsed parsed = listened.channel.announced()
                ? EventParser.parse(payload.toBytes())
                : EventParser.parseSignal(payload.toBytes());
        if (parsed instanceof Event event) {
            listened.sink.event(event);
        } else if (parsed instanceof Malformed reason) {
            dropped.count(reason);
        }
    }

    private void change(ListenedChannel listened) {
        changed.add(listened);
        if (!flushScheduled) {
            flushScheduled = true;
            loop.runOnContext(go -> {
                flushScheduled = false;
                flush();
            });
        }
    }

    private void flush() {
        if (!connected) {
            changed.clear();
            return;
        }
        announce(changed, ListenedChannel::takeAnnouncement);
        inBatches(changed, ListenedChannel::takeUnsubscribe, batch -> send(Command.UNSUBSCRIBE, names(batch)));
        inBatches(changed, ListenedChannel::takeSubscribe, batch -> send(Command.SUBSCRIBE, names(batch)));
        changed.clear();
    }

    private void announce(Collection<ListenedChannel> from, Predicate<ListenedChannel> which) {
        RedisSession current = session;
        if (!connected || current == null) {
            return;
        }
        long mine = attempt;
        inBatches(from, which, batch -> current.send(announcements.of(batch))
                .onComplete(result -> loop.runOnContext(go -> {
                    if (mine == attempt) {
                        answeredAnnouncement(batch, result.cause());
                    }
                })));
    }

    private void answeredAnnouncement(List<ListenedChannel> batch, @Nullable Throwable refused) {
        batch.forEach(listened -> listened.announced(refused == null));
        if (refused != null) {
            LOG.warnf("Redis did not take the subscribed: keys: %s", refused.getMessage());
            BroadcasterUnavailable unavailable = new BroadcasterUnavailable("Redis did not take the subscribed: keys");
            batch.forEach(listened -> listened.fail(unavailable));
            vertx.setTimer(
                    ANNOUNCE_AGAIN_MILLIS, again -> announce(channels.values(), ListenedChannel::takeAnnouncement));
        }
    }

    private static void inBatches(
            Collection<ListenedChannel> from,
            Predicate<ListenedChannel> which,
            Consumer<List<ListenedChannel>> action) {
        List<ListenedChannel> batch = new ArrayList<>();
        for (ListenedChannel listened : from) {
            if (which.test(listened)) {
                batch.add(listened);
                if (batch.size() == BATCH) {
                    action.accept(batch);
                    batch = new ArrayList<>();
                }
            }
        }
        if (!batch.isEmpty()) {
            action.accept(batch);
        }
    }

    private List<String> names(List<ListenedChannel> batch) {
        return batch.stream().map(listened -> prefix + listened.channel.name()).toList();
    }

    private void send(Command command, List<String> names) {
        long mine = attempt;
        Request request = Request.cmd(command);
        names.forEach(request::arg);
        if (connection != null) {
            connection.send(request).onFailure(failure -> loop.runOnContext(go -> lost(mine, Reason.of(failure))));
        }
    }

    private void forgetIfFinished(ListenedChannel listened) {
        if (listened.finished()) {
            channels.remove(prefix + listened.channel.name());
        }
    }

    private final class RedisListening implements Listening {

        private final Channel channel;

        RedisListening(Channel channel) {
            this.channel = channel;
        }

        @Override
        public Uni<Void> confirmed() {
            return Uni.createFrom()
                    .<Void>emitter(emitter -> loop.runOnContext(go -> {
                        ListenedChannel listened = channels.get(prefix + channel.name());
                        if (listened == null || !connected) {
                            emitter.fail(new BroadcasterUnavailable("Redis is away"));
                        } else {
                            emitter.onTermination(() -> loop.runOnContext(end -> listened.stopAwaiting(emitter)));
                            listened.await(emitter);
                        }
                    }))
                    .ifNoItem()
                    .after(timeLimit)
                    .failWith(() -> new BroadcasterUnavailable("Redis did not confirm in time"));
        }

        @Override
        public void close() {
            loop.runOnContext(go -> {
                ListenedChannel listened = channels.get(prefix + channel.name());
                if (listened != null) {
                    listened.unwant();
                    change(listened);
                    forgetIfFinished(listened);
                }
            });
        }
    }
}

package dev.trunkline.broadcast;

import dev.trunkline.config.Settings;
import dev.trunkline.event.Event;
import dev.trunkline.event.EventParser;
import dev.trunkline.event.Malformed;
import dev.trunkline.event.Parsed;
import dev.trunkline.event.RecentMessages;
import dev.trunkline.metrics.LogLimit;
import dev.trunkline.metrics.Meters;
import dev.trunkline.metrics.OutageLog;
import dev.trunkline.metrics.Reason;
import dev.trunkline.redis.RedisCommand;
import dev.trunkline.redis.RedisReply;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.interceptor.Interceptor;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The broadcaster over Redis pub/sub: tells the {@link RedisLink} what the {@link ChannelBook} says, and enters into the book
 * what the link hears. Commands that arise in one turn of the event loop are sent together. After a loss of the connection
 * every channel is subscribed to and announced again at once.
 */
@ApplicationScoped
public class RedisBroadcaster implements Broadcaster {

    /** Of messages that are not parsed again on another channel. */
    private static final int RECENT_BYTES = 1 << 20;

    private static final Logger LOG = Logger.getLogger(RedisBroadcaster.class);

    /** Channels in one command: Redis handles thousands quickly, but holds a command in memory as a whole. */
    private static final int BATCH = 500;

    private static final long ANNOUNCE_AGAIN_MILLIS = 5_000;

    private final Vertx vertx;
    private final BroadcastLoop loop;
    private final RedisLink link;
    private final Namespace namespace;
    private final ChannelBook book = new ChannelBook();
    private final Announcements announcements;
    private final Meters meters;
    private final DroppedMessages dropped;
    private final OutageLog outage = new OutageLog(reason -> LOG.warnf("Redis is away: %s", reason));
    private final LogLimit refusals = new LogLimit();
    private final LogLimit missingKeys = new LogLimit();
    private final List<Runnable> beforeResubscription = new CopyOnWriteArrayList<>();
    private final List<Runnable> afterResubscription = new CopyOnWriteArrayList<>();
    private final Duration timeLimit;
    /** A channel without subscriptions: the answer to an UNSUBSCRIBE from it comes after those to all earlier commands. */
    private final String resubscribed;

    private volatile @Nullable SystemSink system;
    private @Nullable String patternsRefused;

    /** Whether the connection is new, and what has to come before everything else is being opened. */
    private boolean connecting;

    private boolean flushScheduled;
    private boolean stopped;

    /** The names of the channels between processes that the connection is subscribed to. */
    private final Set<String> between = new HashSet<>();

    /** Channels with events that the connection is subscribed to by their names. */
    private volatile int named;

    /** Whether the connection is subscribed to the patterns of the system channels. */
    private volatile boolean patterns;

    /** @param unused Quarkus's own client: Quarkus reads its settings for {@link RedisServers} only if it is injected */
    @Inject
    RedisBroadcaster(Redis unused, RedisServers servers, Settings settings, Meters meters, Vertx vertx) {
        this(servers, settings, meters, vertx);
    }

    /** Blocks until the event loop runs; not to be called on an event loop. */
    RedisBroadcaster(RedisServers servers, Settings settings, Meters meters, Vertx vertx) {
        this.vertx = vertx;
        this.namespace = Namespace.of(settings);
        this.resubscribed = namespace.with("trunkline:resubscribed");
        this.timeLimit = settings.subscribeTimeLimit();
        this.announcements = new Announcements(namespace);
        this.meters = meters;
        this.dropped = new DroppedMessages(meters);
        this.loop = BroadcastLoop.deploy(vertx);
        this.link = new RedisLink(vertx, loop, servers, namespace, new FromRedis(), System::nanoTime);
        meters.gauge("redis_subscriptions", "Redis channels subscribed to", this::subscriptions);
    }

    /** A system channel counts while it is needed, whether or not it is subscribed to by its name. */
    private int subscriptions() {
        SystemSink known = system;
        return named + (patterns && known != null ? known.needed() : 0);
    }

    @Override
    public void hear(SystemSink sink) {
        loop.queue(() -> {
            system = sink;
            if (link.connected()) {
                sink.connected(patterns);
            }
        });
    }

    /** Before most others start: the connection needs as long as they do. */
    void start(@Observes @Priority(Interceptor.Priority.LIBRARY_BEFORE) StartupEvent event) {
        loop.queue(() -> {
            link.start();
            vertx.setPeriodic(Announcements.RENEWAL.toMillis(), tick -> announce(book.renewals()));
        });
    }

    void stop(@Observes ShutdownEvent event) {
        loop.queue(() -> {
            stopped = true;
            link.close();
        });
        // In dev mode Vert.x stays while the application is reloaded.
        loop.undeploy();
    }

    @Override
    public void beforeResubscription(Runnable action) {
        beforeResubscription.add(action);
    }

    @Override
    public void afterResubscription(Runnable action) {
        afterResubscription.add(action);
    }

    @Override
    public OpenChannel open(Channel channel, Sink sink) {
        String name = namespace.with(channel.name());
        loop.queue(() -> {
            book.open(name, channel, sink);
            scheduleFlush();
        });
        return new OpenRedisChannel(name);
    }

    @Override
    public Uni<Long> send(Channel channel, byte[] message) {
        RedisCommand command = RedisCommand.withBytes("PUBLISH", namespace.with(channel.name()), message);
        return Uni.createFrom()
                .emitter(emitter -> loop.queue(() -> link.ask(command, (answer, failure) -> {
                    if (answer instanceof RedisReply.Whole receivers) {
                        emitter.complete(receivers.number());
                    } else {
                        emitter.fail(new BroadcasterUnavailable("Redis did not take a message to other processes: "
                                + (failure == null ? "it answered nonsense" : Reason.of(failure))));
                    }
                })));
    }

    @Override
    public boolean connected() {
        return link.connected();
    }

    @Override
    public boolean connectedBefore() {
        return link.connectedBefore();
    }

    @Override
    public Duration away() {
        return link.away();
    }

    @Override
    public void pause() {
        loop.queue(link::pause);
    }

    @Override
    public void resume() {
        loop.queue(link::resume);
    }

    // From here on: on the event loop.

    private void scheduleFlush() {
        if (!flushScheduled) {
            flushScheduled = true;
            loop.queue(() -> {
                flushScheduled = false;
                flush();
            });
        }
    }

    private void flush() {
        if (link.connected() && !connecting) {
            ChannelBook.Changes changes = book.takeChanges();
            announce(changes.announce());
            inBatches(changes.unsubscribe(), batch -> link.unsubscribe(names(batch)));
            // Apart from each other: Redis refuses a SUBSCRIBE as a whole if an access list forbids one of its
            // channels.
            changes.subscribe().stream()
                    .collect(Collectors.partitioningBy(booked -> booked.channel.internal()))
                    .values()
                    .forEach(kind -> inBatches(kind, batch -> link.subscribe(names(batch))));
        }
    }

    private void announce(List<BookedChannel> channels) {
        inBatches(channels, batch -> link.send(announcements.of(batch), failure -> announced(batch, failure)));
    }

    private void announced(List<BookedChannel> batch, @Nullable Throwable failure) {
        if (failure == null) {
            book.announced(batch);
        } else {
            String reason = Reason.of(failure);
            if (missingKeys.allows(reason)) {
                LOG.warnf("Redis did not take the subscribed: keys: %s", reason);
            }
            book.notAnnounced(batch, new BroadcasterUnavailable("Redis did not take the subscribed: keys"));
            vertx.setTimer(ANNOUNCE_AGAIN_MILLIS, again -> announceAgain());
        }
    }

    private void announceAgain() {
        if (link.connected()) {
            announce(book.takeAnnouncements());
        }
    }

    private static void inBatches(List<BookedChannel> channels, Consumer<List<BookedChannel>> action) {
        for (int from = 0; from < channels.size(); from += BATCH) {
            action.accept(channels.subList(from, Math.min(from + BATCH, channels.size())));
        }
    }

    private static List<String> names(List<BookedChannel> batch) {
        return batch.stream().map(booked -> booked.name).toList();
    }

    private final class FromRedis implements RedisLink.Handler {

        private final RecentMessages recent = new RecentMessages(RECENT_BYTES);

        @Override
        public void connected(boolean again, @Nullable String refusal) {
            if (outage.over() || !again) {
                // Not %d: for the digits of its language, the JDK unpacks tables of 700 KB at each start.
                LOG.infof("Connected to Redis, %s channels to subscribe to", Integer.toString(book.size()));
            }
            logRefusal(refusal);
            if (again) {
                beforeResubscription.forEach(Runnable::run);
            }
            patterns = refusal == null;
            connecting = true;
            SystemSink sink = system;
            if (sink != null) {
                sink.connected(patterns);
            }
            // Behind what has been opened just now.
            loop.queue(() -> subscribeToAll(again));
        }

        private void logRefusal(@Nullable String refusal) {
            if (refusal != null && !refusal.equals(patternsRefused)) {
                LOG.infof(
                        "Redis does not take PSUBSCRIBE (%s): each connection costs two subscriptions more."
                                + " An access list would need %s",
                        refusal, SystemChannel.rights(namespace));
            }
            patternsRefused = refusal;
        }

        private void subscribeToAll(boolean again) {
            connecting = false;
            if (!link.connected()) {
                return;
            }
            book.connected();
            flush();
            if (again) {
                meters.redisReconnected();
                link.unsubscribe(List.of(resubscribed));
            }
        }

        @Override
        public void lost(String reason) {
            if (!stopped) {
                outage.away(reason);
            }
            named = 0;
            between.clear();
            patterns = false;
            SystemSink sink = system;
            if (sink != null) {
                sink.lost();
            }
            book.lost(new BroadcasterUnavailable("Redis is away"));
        }

        @Override
        public void message(String name, byte[] payload) {
            meters.messageReceived();
            BookedChannel booked = book.find(name);
            if (booked == null || !booked.wanted()) {
                return;
            }
            if (booked.channel.internal()) {
                booked.sink.message(payload);
                return;
            }
            Parsed parsed = booked.channel.announced() ? recent.parse(payload) : EventParser.parseSignal(payload);
            handOn(parsed, booked.sink::event);
        }

        @Override
        public void matched(String name, byte[] payload) {
            meters.messageReceived();
            SystemSink sink = system;
            if (sink != null) {
                SystemChannel.named(namespace.without(name))
                        .ifPresent(channel ->
                                handOn(EventParser.parseSignal(payload), event -> sink.event(channel, event)));
            }
        }

        private void handOn(Parsed parsed, Consumer<Event> sink) {
            if (parsed instanceof Event event) {
                sink.accept(event);
            } else if (parsed instanceof Malformed reason) {
                dropped.count(reason);
            }
        }

        @Override
        public void answered(String name, int subscribedChannels) {
            int byPattern = patterns ? SystemChannel.Kind.values().length : 0;
            book.answered(name);
            BookedChannel booked = book.find(name);
            if (booked != null && booked.channel.internal() && booked.confirmed()) {
                between.add(name);
            } else {
                between.remove(name);
            }
            named = Math.max(0, subscribedChannels - byPattern - between.size());
            if (name.equals(resubscribed)) {
                afterResubscription.forEach(Runnable::run);
            }
        }

        @Override
        public void refused(List<String> names, String answer) {
            // By an access list, for example.
            if (refusals.allows(answer)) {
                LOG.warnf("Redis refused to subscribe: %s", answer);
            }
            book.refused(names, new BroadcasterUnavailable("Redis refused to subscribe"));
        }
    }

    private final class OpenRedisChannel implements OpenChannel {

        private final String name;

        OpenRedisChannel(String name) {
            this.name = name;
        }

        @Override
        public Uni<Void> confirmed() {
            return Uni.createFrom()
                    .<Void>emitter(emitter -> loop.queue(() -> {
                        BookedChannel booked = book.find(name);
                        if (booked == null || !link.connected()) {
                            emitter.fail(new BroadcasterUnavailable("Redis is away"));
                        } else {
                            emitter.onTermination(() -> loop.queue(() -> booked.stopAwaiting(emitter)));
                            booked.await(emitter);
                        }
                    }))
                    .ifNoItem()
                    .after(timeLimit)
                    .failWith(() -> new BroadcasterUnavailable("Redis did not confirm in time"));
        }

        @Override
        public void close() {
            loop.queue(() -> {
                book.close(name);
                scheduleFlush();
            });
        }
    }
}

package dev.trunkline.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

/** The meters as Prometheus metrics, with the names of the protocol's section 8. */
@ApplicationScoped
public class PrometheusMeters implements Meters {

    private static final Duration[] LAG_BOUNDS = IntStream.of(
                    250,
                    500,
                    1_000,
                    2_500,
                    5_000,
                    10_000,
                    25_000,
                    50_000,
                    100_000,
                    250_000,
                    500_000,
                    1_000_000,
                    2_500_000,
                    5_000_000,
                    10_000_000)
            .mapToObj(micros -> Duration.ofNanos(micros * 1_000L))
            .toArray(Duration[]::new);

    private final LateRegistry registry;
    private final LongAdder received;
    private final LongAdder reconnects;
    private final AtomicReference<Timer> lag = new AtomicReference<>();
    private final Map<Transport, LongAdder> sent = new EnumMap<>(Transport.class);
    private final Map<Transport, AtomicInteger> clients = new EnumMap<>(Transport.class);
    private final Map<Tags, AtomicInteger> channels = new ConcurrentHashMap<>();
    private final Map<Tags, LongAdder> ended = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> refused = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> dropped = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> replayed = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> withheld = new ConcurrentHashMap<>();
    private final Queue<LongSupplier> counts = new ConcurrentLinkedQueue<>();

    PrometheusMeters(LateRegistry registry) {
        this.registry = registry;
        received = counter("redis.messages.received", "Messages that Redis has delivered", Tags.empty());
        reconnects = counter("redis.reconnects", "Connections to Redis made anew after a loss", Tags.empty());
        registry.add(meters -> lag());
        for (Transport transport : Transport.values()) {
            Tags type = Tags.of("type", transport.label());
            sent.put(transport, counter("messages.sent", "Events handed to connections", type));
            clients.put(transport, level("connected_clients", "Open connections", type));
        }
    }

    @Override
    public void connectionOpened(Transport transport) {
        of(clients, transport).incrementAndGet();
    }

    @Override
    public void connectionClosed(Transport transport, String ending, int count) {
        of(clients, transport).addAndGet(-count);
        ended.computeIfAbsent(
                        Tags.of("type", transport.label(), "reason", ending),
                        tags -> counter("connections.ended", "Connections ended, by reason", tags))
                .add(count);
    }

    @Override
    public void connectionsRefused(String reason, int count) {
        refused.computeIfAbsent(
                        reason,
                        missing -> counter(
                                "connections.refused",
                                "Requests for streams and sockets refused, by reason",
                                Tags.of("reason", missing)))
                .add(count);
    }

    @Override
    public void subscriptionOpened(Transport transport, String stream, int count) {
        subscriptions(transport, stream).addAndGet(count);
    }

    @Override
    public void subscriptionClosed(Transport transport, String stream, int count) {
        subscriptions(transport, stream).addAndGet(-count);
    }

    @Override
    public void messagesSent(Transport transport, int count) {
        of(sent, transport).add(count);
    }

    @Override
    public void messageReceived() {
        received.increment();
    }

    @Override
    public void messagesDropped(String reason, int count) {
        dropped.computeIfAbsent(
                        reason,
                        missing -> counter(
                                "redis.messages.dropped",
                                "Messages that were no events, by reason",
                                Tags.of("reason", missing)))
                .add(count);
    }

    @Override
    public void eventWritten(long nanos) {
        lag().record(nanos, TimeUnit.NANOSECONDS);
    }

    /** The only meter that counts by itself: the first event needs it. */
    private Timer lag() {
        Timer known = lag.getAcquire();
        if (known == null) {
            // The registry makes each meter once.
            known = Timer.builder("events.lag")
                    .description("From an event's arrival to its being written to a lane's connections")
                    .serviceLevelObjectives(LAG_BOUNDS)
                    .register(registry.now());
            lag.setRelease(known);
        }
        return known;
    }

    @Override
    public void eventsWithheld(String reason, int count) {
        withheld.computeIfAbsent(
                        reason,
                        missing -> counter(
                                "events.withheld",
                                "Statuses withheld because they could not be checked, by reason",
                                Tags.of("reason", missing)))
                .add(count);
    }

    @Override
    public void replayed(String outcome, int count) {
        replayed.computeIfAbsent(
                        outcome,
                        missing -> counter(
                                "replays",
                                "Clients that have come back with an event's id, by what they got",
                                Tags.of("outcome", missing)))
                .add(count);
    }

    @Override
    public void redisReconnected() {
        reconnects.increment();
    }

    @Override
    public void gauge(String name, String description, DoubleSupplier value) {
        registry.add(meters ->
                Gauge.builder(name, value::getAsDouble).description(description).register(meters));
    }

    @Override
    public void counter(String name, String description, LongSupplier count) {
        // The registry itself holds it weakly.
        counts.add(count);
        registry.add(meters -> FunctionCounter.builder(name, count, LongSupplier::getAsLong)
                .description(description)
                .register(meters));
    }

    @Override
    public void dependency(String name, BooleanSupplier up) {
        registry.add(meters -> Gauge.builder("dependency_up", up, answers -> answers.getAsBoolean() ? 1 : 0)
                .description("Whether Redis or PostgreSQL answers")
                .tag("name", name)
                .strongReference(true)
                .register(meters));
    }

    private AtomicInteger subscriptions(Transport transport, String stream) {
        return channels.computeIfAbsent(
                Tags.of("type", transport.label(), "channel", stream),
                tags -> level("connected_channels", "Open subscriptions, by stream", tags));
    }

    private static <T> T of(Map<Transport, T> byTransport, Transport transport) {
        T value = byTransport.get(transport);
        if (value == null) {
            throw new IllegalStateException("No meter for " + transport);
        }
        return value;
    }

    private AtomicInteger level(String name, String description, Tags tags) {
        AtomicInteger level = new AtomicInteger();
        registry.add(meters -> Gauge.builder(name, level, AtomicInteger::get)
                .description(description)
                .tags(tags)
                .strongReference(true)
                .register(meters));
        return level;
    }

    private LongAdder counter(String name, String description, Tags tags) {
        LongAdder count = new LongAdder();
        registry.add(meters -> FunctionCounter.builder(name, count, LongAdder::sum)
                .description(description)
                .tags(tags)
                .register(meters));
        return count;
    }
}

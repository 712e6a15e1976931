package dev.trunkline.history;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.trunkline.broadcast.Broadcaster;
import dev.trunkline.broadcast.Channel;
import dev.trunkline.broadcast.InMemoryBroadcaster;
import dev.trunkline.event.Event;
import dev.trunkline.metrics.FakeMeters;
import io.quarkus.runtime.StartupEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A process that keeps events, without Redis. */
final class TestProcess {

    static final Duration AGE = Duration.ofMinutes(2);

    final InMemoryBroadcaster redis;
    final History history;

    /** What those who listen here have got, of all channels. */
    final List<Event> live = new ArrayList<>();

    private final Map<Event, String> channelOf = new HashMap<>();
    private final Map<String, HeardChannel> channels = new HashMap<>();

    /** A process without others. */
    TestProcess(TestTime time, long limit) {
        this(new InMemoryBroadcaster(), time, limit);
    }

    private TestProcess(InMemoryBroadcaster redis, TestTime time, long limit) {
        this(redis, redis, time, limit);
    }

    /** @param broadcaster what the history sees of Redis */
    TestProcess(InMemoryBroadcaster redis, Broadcaster broadcaster, TestTime time, long limit) {
        this.redis = redis;
        this.history = new History(broadcaster, new FakeMeters(), limit, AGE, time, time::nanos, time.scheduler());
        history.start(new StartupEvent());
    }

    static String text(Event event) {
        return new String(event.payload(), UTF_8);
    }

    static String id(Event event) {
        return new String(Objects.requireNonNull(event.id()), US_ASCII);
    }

    static List<String> texts(Replay replay) {
        return replay.events().stream()
                .map(kept -> text(Objects.requireNonNull(kept.event())))
                .toList();
    }

    void publish(String channel, String text) {
        redis.publish(Channel.ofStream(channel), "{\"event\":\"delete\",\"payload\":\"" + text + "\"}");
    }

    boolean listens(String channel) {
        return channels.containsKey(channel);
    }

    /** A listener with ids comes, the first of the channel. */
    void listen(String channel) {
        HeardChannel opened = history.open(Channel.ofStream(channel), event -> {
            live.add(event);
            channelOf.put(event, channel);
        });
        opened.keep();
        channels.put(channel, opened);
    }

    /** The channel's only listener leaves. */
    void leave(String channel) {
        HeardChannel left = heard(channel);
        channels.remove(channel);
        left.letGo();
        left.close();
    }

    /** On which channel an event has come. */
    String channelOf(Event event) {
        return Objects.requireNonNull(channelOf.get(event));
    }

    HeardChannel heard(String channel) {
        return Objects.requireNonNull(channels.get(channel));
    }

    List<HeardChannel> heard(List<String> names) {
        return names.stream().map(this::heard).toList();
    }

    /** Asks for what came behind an event. The answer may come later. */
    AtomicReference<@Nullable Replay> ask(String id, List<String> names) {
        AtomicReference<@Nullable Replay> answer = new AtomicReference<>();
        history.resume(heard(names), id).subscribe().with(answer::set);
        return answer;
    }

    /** What came behind an event; fails if that is not known at once. */
    Replay resume(String id, String... names) {
        return Objects.requireNonNull(ask(id, List.of(names)).get());
    }

    /** The event with this text that was heard last. */
    Event last(String text) {
        for (int i = live.size() - 1; i >= 0; i--) {
            if (text(live.get(i)).equals(text)) {
                return live.get(i);
            }
        }
        throw new AssertionError("Nobody has heard " + text);
    }
}

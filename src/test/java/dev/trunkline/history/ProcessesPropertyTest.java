package dev.trunkline.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.trunkline.broadcast.InMemoryBroadcaster;
import dev.trunkline.event.Event;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;

/**
 * Several processes that began to listen at any time: whoever comes with the id of any event to any of them gets everything behind
 * it, in order.
 */
class ProcessesPropertyTest {

    private static final int PROCESSES = 3;
    private static final List<String> CHANNELS = List.of("timeline:public", "timeline:public:local");

    private enum Kind {
        PUBLISH,

        /** A process begins to listen to the channel. */
        LISTEN,
        DISCONNECT,
        CONNECT,

        /** Some time passes. */
        PASS
    }

    private enum Texts {
        UNIQUE,

        /** Texts repeat, but not twice behind the same text. */
        TOLD_APART,

        /** Texts repeat, a while later. */
        ANY
    }

    private record Step(Kind kind, int process, int channel, int text) {}

    /**
     * An id that a client has got.
     *
     * @param index of the event among all
     * @param channels of the client's stream
     */
    private record Seen(String id, int index, List<String> channels) {}

    @Provide
    Arbitrary<List<Step>> steps() {
        return steps(Kind.PUBLISH, Kind.PUBLISH, Kind.PUBLISH, Kind.LISTEN);
    }

    @Provide
    Arbitrary<List<Step>> mishaps() {
        return steps(
                Kind.PUBLISH,
                Kind.PUBLISH,
                Kind.PUBLISH,
                Kind.PUBLISH,
                Kind.LISTEN,
                Kind.DISCONNECT,
                Kind.CONNECT,
                Kind.PASS);
    }

    private static Arbitrary<List<Step>> steps(Kind... kinds) {
        return Combinators.combine(
                        Arbitraries.of(kinds),
                        Arbitraries.integers().between(0, PROCESSES - 1),
                        Arbitraries.integers().between(0, 1),
                        Arbitraries.integers().between(0, 3))
                .as(Step::new)
                .list()
                .ofMaxSize(16);
    }

    /**
     * Nothing is missed and nothing comes twice.
     *
     * @param meanwhile happens between question and answer: a publication, or the next message between processes arrives
     */
    @Property(tries = 300)
    void everythingComesOnceAndInOrder(
            @ForAll("steps") List<Step> before, @ForAll("steps") @Size(max = 4) List<Step> meanwhile) {
        World world = new World(1 << 20, Texts.TOLD_APART);
        world.make(before);
        world.comeBackEverywhere(meanwhile, false);
    }

    /** Little is kept, and Redis goes away: who does not get everything is told so. */
    @Property(tries = 300)
    void whatIsMissedIsTold(
            @ForAll("mishaps") List<Step> before, @ForAll("mishaps") @Size(max = 4) List<Step> meanwhile) {
        World world = new World(6 * StoredEvent.OVERHEAD, Texts.UNIQUE);
        world.make(before);
        world.comeBackEverywhere(meanwhile, true);
    }

    /** What is the same as something before may come twice, but hides nothing. */
    @Property(tries = 300)
    void aTextThatComesAgainLaterHidesNothing(@ForAll("mishaps") List<Step> before) {
        World world = new World(6 * StoredEvent.OVERHEAD, Texts.ANY);
        world.make(before);
        world.comeBackEverywhere(List.of(), true);
    }

    /** All processes and what was published. */
    private static final class World {

        private final Texts which;
        private final TestTime time = new TestTime();
        private final MessagesOnHold.Line line = new MessagesOnHold.Line();
        private final List<TestProcess> processes = new ArrayList<>();

        /** All texts that were published, and on which channel. */
        private final List<String> texts = new ArrayList<>();

        private final List<String> channels = new ArrayList<>();

        /** Which text has come behind which on which channel. */
        private final Set<String> pairs = new HashSet<>();

        /** The ids that any process gave. */
        private final List<Seen> seen = new ArrayList<>();

        private final Map<TestProcess, Integer> noticed = new HashMap<>();

        World(long limit, Texts which) {
            this.which = which;
            List<InMemoryBroadcaster> all = new CopyOnWriteArrayList<>();
            for (int i = 0; i < PROCESSES; i++) {
                InMemoryBroadcaster redis = new InMemoryBroadcaster(all);
                processes.add(new TestProcess(redis, new MessagesOnHold(redis, line), time, limit));
            }
        }

        private void publish(int channel, int number) {
            String name = CHANNELS.get(channel);
            String repeated = "t" + number;
            int before = channels.lastIndexOf(name);
            String pair = name + " " + (before < 0 ? "" : texts.get(before)) + " " + repeated;
            boolean again = which != Texts.UNIQUE && (pairs.add(pair) || which == Texts.ANY);
            String text = again ? repeated : "unique" + texts.size();
            if (which == Texts.ANY) {
                // By more than clocks may differ.
                time.pass(Duration.ofSeconds(11));
            }
            texts.add(text);
            channels.add(name);
            for (TestProcess process : processes) {
                process.publish(name, text);
                int known = noticed.getOrDefault(process, 0);
                for (Event event : process.live.subList(known, process.live.size())) {
                    if (event.id() != null) {
                        see(process, TestProcess.id(event), name);
                    }
                }
                noticed.put(process, process.live.size());
            }
        }

        private void see(TestProcess process, String id, String channel) {
            seen.add(new Seen(id, texts.size() - 1, List.of(channel)));
            if (CHANNELS.stream().allMatch(process::listens)) {
                seen.add(new Seen(id, texts.size() - 1, CHANNELS));
            }
        }

        void make(List<Step> steps) {
            for (Step step : steps) {
                make(step);
            }
        }

        private void make(Step step) {
            TestProcess process = processes.get(step.process);
            switch (step.kind) {
                case PUBLISH -> publish(step.channel, step.text);
                case LISTEN -> listen(process, CHANNELS.get(step.channel));
                case DISCONNECT -> process.redis.disconnect();
                case CONNECT -> connect(process);
                case PASS -> time.pass(Duration.ofSeconds(30L * step.text));
            }
        }

        private static void connect(TestProcess process) {
            if (!process.redis.connected()) {
                process.redis.connect();
            }
        }

        private static void listen(TestProcess process, String channel) {
            if (!process.listens(channel)) {
                process.listen(channel);
            }
        }

        private List<String> behind(int index, List<String> names) {
            List<String> behind = new ArrayList<>();
            for (int i = index + 1; i < texts.size(); i++) {
                if (names.contains(channels.get(i))) {
                    behind.add(texts.get(i));
                }
            }
            return behind;
        }

        /** What a client gets: the replay, and what came since. */
        private static List<String> got(TestProcess process, Replay replay, int begun, List<String> names) {
            List<String> got = new ArrayList<>(TestProcess.texts(replay));
            for (Event event : process.live.subList(begun, process.live.size())) {
                if (event.number() > replay.upTo() && names.contains(process.channelOf(event))) {
                    got.add(TestProcess.text(event));
                }
            }
            return got;
        }

        /** Also by an event that is gone when its turn comes, or by an outage since. */
        private static boolean tellsOfAGap(Replay replay, List<Event> live) {
            return replay.missed() != null
                    || replay.events().stream().anyMatch(kept -> kept.event() == null)
                    || live.stream().anyMatch(event -> event.name().equals("events_missed"));
        }

        void comeBackEverywhere(List<Step> meanwhile, boolean mishaps) {
            for (TestProcess process : processes) {
                connect(process);
                CHANNELS.forEach(channel -> listen(process, channel));
            }
            for (Seen each : List.copyOf(seen)) {
                for (TestProcess process : processes) {
                    connect(process);
                    comeBack(process, each, meanwhile, mishaps);
                }
            }
        }

        private void comeBack(TestProcess process, Seen last, List<Step> meanwhile, boolean mishaps) {
            line.holds = true;
            int begun = process.live.size();
            AtomicReference<@Nullable Replay> answer = process.ask(last.id, last.channels);
            for (Step step : meanwhile) {
                if (step.kind == Kind.LISTEN) {
                    line.next();
                } else {
                    make(step);
                }
            }
            line.release();
            time.settle();
            if (mishaps && answer.get() == null) {
                time.pass(Duration.ofSeconds(6));
            }
            Replay replay = Objects.requireNonNull(answer.get(), "It ends in time");
            connect(process);
            publish(0, 0);
            if (mishaps && tellsOfAGap(replay, process.live.subList(begun, process.live.size()))) {
                return;
            }
            assertNull(replay.missed());
            List<String> got = got(process, replay, begun, last.channels);
            List<String> expected = behind(last.index, last.channels);
            int more = which == Texts.ANY ? Math.max(0, got.size() - expected.size()) : 0;
            assertEquals(expected, got.subList(more, got.size()));
        }
    }
}

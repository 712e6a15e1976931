package dev.trunkline.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.trunkline.broadcast.InMemoryBroadcaster;
import dev.trunkline.event.Event;
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

    /** A publication on a channel, or that a process begins to listen to it. */
    private record Step(boolean publishes, int process, int channel, int text) {}

    /**
     * An id that a client has got.
     *
     * @param index of the event among all
     * @param channels of the client's stream
     */
    private record Seen(String id, int index, List<String> channels) {}

    @Provide
    Arbitrary<List<Step>> steps() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 3).map(i -> i > 0),
                        Arbitraries.integers().between(0, PROCESSES - 1),
                        Arbitraries.integers().between(0, 1),
                        Arbitraries.integers().between(0, 3))
                .as(Step::new)
                .list()
                .ofMaxSize(14);
    }

    /**
     * Texts repeat, but not twice behind the same text: then each event is told from all others.
     *
     * @param meanwhile happens between question and answer: a publication, or the next message between processes arrives
     */
    @Property(tries = 100)
    void everythingComesOnceAndInOrder(
            @ForAll("steps") List<Step> before, @ForAll("steps") @Size(max = 4) List<Step> meanwhile) {
        World world = new World();
        world.make(before);
        world.comeBackEverywhere(meanwhile);
    }

    /** All processes and what was published. */
    private static final class World {

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

        World() {
            List<InMemoryBroadcaster> all = new CopyOnWriteArrayList<>();
            for (int i = 0; i < PROCESSES; i++) {
                InMemoryBroadcaster redis = new InMemoryBroadcaster(all);
                processes.add(new TestProcess(redis, new MessagesOnHold(redis, line), time, 1 << 20));
            }
        }

        private void publish(int channel, int number) {
            String name = CHANNELS.get(channel);
            String repeated = "t" + number;
            int before = channels.lastIndexOf(name);
            String pair = name + " " + (before < 0 ? "" : texts.get(before)) + " " + repeated;
            String text = pairs.add(pair) ? repeated : "unique" + texts.size();
            texts.add(text);
            channels.add(name);
            for (TestProcess process : processes) {
                process.publish(name, text);
                int known = noticed.getOrDefault(process, 0);
                for (Event event : process.live.subList(known, process.live.size())) {
                    String id = TestProcess.id(event);
                    seen.add(new Seen(id, texts.size() - 1, List.of(name)));
                    if (CHANNELS.stream().allMatch(process::listens)) {
                        seen.add(new Seen(id, texts.size() - 1, CHANNELS));
                    }
                }
                noticed.put(process, process.live.size());
            }
        }

        void make(List<Step> steps) {
            for (Step step : steps) {
                if (step.publishes) {
                    publish(step.channel, step.text);
                } else {
                    listen(processes.get(step.process), CHANNELS.get(step.channel));
                }
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

        void comeBackEverywhere(List<Step> meanwhile) {
            for (TestProcess process : processes) {
                CHANNELS.forEach(channel -> listen(process, channel));
            }
            for (Seen each : List.copyOf(seen)) {
                for (TestProcess process : processes) {
                    comeBack(process, each, meanwhile);
                }
            }
        }

        private void comeBack(TestProcess process, Seen last, List<Step> meanwhile) {
            line.holds = true;
            int begun = process.live.size();
            AtomicReference<@Nullable Replay> answer = process.ask(last.id, last.channels);
            for (Step step : meanwhile) {
                if (step.publishes) {
                    publish(step.channel, step.text);
                } else {
                    line.next();
                }
            }
            line.release();
            time.settle();
            Replay replay = Objects.requireNonNull(answer.get(), "Nobody has to be waited for");
            publish(0, 0);
            assertNull(replay.missed());
            List<String> expected = behind(last.index, last.channels);
            List<String> got = got(process, replay, begun, last.channels);
            assertEquals(expected, got);
        }
    }
}

package dev.trunkline.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When regular tasks run. */
class RoundWheelTest {

    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final List<String> runs = new ArrayList<>();
    private long now;
    private final RoundWheel wheel = new RoundWheel(channel.eventLoop(), Duration.ofSeconds(32), () -> now);

    @BeforeEach
    void freeze() {
        channel.freezeTime();
    }

    private void pass(long seconds) {
        for (long i = 0; i < seconds; i++) {
            stall(1);
        }
    }

    private void stall(long seconds) {
        now += TimeUnit.SECONDS.toNanos(seconds);
        channel.advanceTimeBy(seconds, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();
    }

    @Test
    void aTaskRunsOnceInEachInterval() {
        wheel.add(() -> runs.add("a"));
        pass(31);
        assertEquals(List.of(), runs);
        pass(1);
        assertEquals(List.of("a"), runs);
        pass(31);
        assertEquals(1, runs.size());
        pass(1);
        assertEquals(2, runs.size());
    }

    @Test
    void eachTaskHasItsOwnMoment() {
        wheel.add(() -> runs.add("a"));
        pass(10);
        wheel.add(() -> runs.add("b"));
        pass(22);
        assertEquals(List.of("a"), runs);
        pass(10);
        assertEquals(List.of("a", "b"), runs);
    }

    @Test
    void itIsNotRepeatedForTheTimeInWhichTheProcessStoodStill() {
        wheel.add(() -> runs.add("a"));
        stall(75);
        assertEquals(1, runs.size());
        pass(32);
        assertEquals(2, runs.size());
    }

    /** Otherwise a peer would have a moment instead of an interval to answer a ping. */
    @Test
    void itDoesNotRunTwiceInARowAfterThat() {
        pass(5);
        wheel.add(() -> runs.add("a"));
        stall(40);
        assertEquals(1, runs.size());
        pass(16);
        assertEquals(1, runs.size());
        pass(32);
        assertEquals(2, runs.size());
    }

    @Test
    void aCancelledTaskRunsNoMore() {
        RoundWheel.Turn turn = wheel.add(() -> runs.add("a"));
        wheel.add(() -> runs.add("b"));
        turn.cancel();
        turn.cancel();
        pass(64);
        assertEquals(List.of("b", "b"), runs);
    }

    @Test
    void aTaskMayCancelItselfAndAddAnother() {
        List<RoundWheel.Turn> first = new ArrayList<>();
        first.add(wheel.add(() -> {
            runs.add("a");
            first.get(0).cancel();
            wheel.add(() -> runs.add("b"));
        }));
        pass(64);
        assertEquals(List.of("a", "b"), runs);
    }

    @Test
    void aFaultLeavesTheOthersTheirTurn() {
        wheel.add(() -> {
            throw new IllegalStateException("for the test");
        });
        wheel.add(() -> runs.add("b"));
        pass(64);
        assertEquals(List.of("b", "b"), runs);
    }

    @Test
    void theTimerStopsWithTheLastTask() {
        wheel.add(() -> runs.add("a")).cancel();
        pass(1);
        assertTrue(channel.runScheduledPendingTasks() < 0, "no timer is left");
        wheel.add(() -> runs.add("b"));
        pass(32);
        assertEquals(List.of("b"), runs);
    }
}

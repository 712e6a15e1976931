package dev.trunkline.audience;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trunkline.event.Event;
import dev.trunkline.metrics.FakeMeters;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a channel delivers while more statuses come than can be checked. */
class ChannelQueueTest {

    private static final int BURST = 20_000;
    private static final Listener VIEWER = new Listener(1, null, true, true, true);
    private static final Listener ANONYMOUS = new Listener(0, null, true, true, true);

    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
    private final Deque<CheckRound> rounds = new ArrayDeque<>();
    private final Listeners listeners = new Listeners();
    private final FakeMeters meters = new FakeMeters();
    private final Backlog backlog = new Backlog(1 << 20);
    private final List<String> seen = new ArrayList<>();
    private final List<String> seenByAnonymous = new ArrayList<>();
    private int asked;
    private long now = 1;

    private final CheckQueue checks = new CheckQueue(this::ask, Duration.ofSeconds(4), scheduler, () -> now);
    private final RecentStatuses recent = new RecentStatuses(checks::add, () -> now);
    private final ChannelQueue queue = channel();

    @AfterEach
    void stop() {
        scheduler.shutdownNow();
    }

    private ChannelQueue channel() {
        return new ChannelQueue(listeners, recent, backlog, new Withholdings(meters), this::deliver);
    }

    private void ask(CheckRound round) {
        asked += round.checks().size();
        rounds.add(round);
    }

    private void deliver(Judged judged) {
        String payload = new String(judged.event().payload(), UTF_8);
        if (judged.verdictFor(VIEWER).admits()) {
            seen.add(payload);
        }
        if (judged.verdictFor(ANONYMOUS).admits()) {
            seenByAnonymous.add(payload);
        }
    }

    private static Event status(int i) {
        String json =
                "{\"id\":\"%08d\",\"account\":{\"id\":\"7\",\"username\":\"ann\",\"acct\":\"ann\"},\"mentions\":[]}";
        return Event.json("update", json.formatted(i).getBytes(UTF_8));
    }

    private void finishRound() {
        CheckRound round = rounds.poll();
        if (round != null) {
            for (PendingCheck check : List.copyOf(round.checks())) {
                check.hidden(Set.of());
                check.matched(Map.of(), Map.of());
            }
        }
    }

    /** Half of what comes can be checked. */
    private void burst() {
        for (int i = 0; i < BURST; i++) {
            now += 10_000;
            queue.add(status(i));
            assertTrue(backlog.held() <= 1 << 20, "held: " + backlog.held());
            if (i % 128 == 0) {
                finishRound();
            }
        }
        while (!rounds.isEmpty()) {
            finishRound();
        }
        assertEquals(0, backlog.held());
    }

    private static void assertInOrder(List<String> payloads) {
        assertEquals(payloads.stream().sorted().toList(), payloads);
    }

    private static String payload(int i) {
        return new String(status(i).payload(), UTF_8);
    }

    @Test
    void aBurstDeliversWhatCanBeCheckedInOrderAndTheNewest() {
        listeners.joined(VIEWER);
        burst();
        assertInOrder(seen);
        assertTrue(seen.size() > BURST / 2, "delivered: " + seen.size());
        assertEquals(BURST - seen.size(), meters.withheld("overload"));
        assertEquals(seen.size(), asked, "nothing is checked for nobody");
        int newest = 400;
        for (int i = 1; i <= newest; i++) {
            assertEquals(payload(BURST - i), seen.get(seen.size() - i));
        }
    }

    /** Statuses are large, and those that have left are in no sum. */
    @Test
    void aChannelThatFallsSilentKeepsNoStatus() {
        listeners.joined(VIEWER);
        List<WeakReference<Event>> statuses = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            Event status = status(i);
            statuses.add(new WeakReference<>(status));
            queue.add(status);
        }
        while (!rounds.isEmpty()) {
            finishRound();
        }
        assertEquals(20, seen.size());
        // What came lately is remembered for all channels, until something comes later.
        now += Duration.ofSeconds(1).toNanos();
        channel().add(status(20));
        await().until(() -> {
            System.gc();
            return statuses.stream().allMatch(status -> status.get() == null);
        });
    }

    @Test
    void listenersThatNeedNoCheckGetAllOfABurst() {
        listeners.joined(VIEWER);
        listeners.joined(ANONYMOUS);
        burst();
        assertInOrder(seen);
        assertTrue(seen.size() > BURST / 3, "delivered: " + seen.size());
        assertEquals(BURST, seenByAnonymous.size());
        assertInOrder(seenByAnonymous);
    }

    /** Who sees the event behind a withheld status finds the status counted. */
    @Test
    void whatIsWithheldIsCountedBeforeTheNextEventLeaves() {
        listeners.joined(VIEWER);
        List<Integer> counted = new ArrayList<>();
        ChannelQueue counting = new ChannelQueue(
                listeners,
                recent,
                backlog,
                new Withholdings(meters),
                judged -> counted.add(meters.withheld(Withheld.TIMEOUT.label())));
        counting.add(status(0));
        counting.add(Event.text("delete", "1".getBytes(UTF_8)));
        assertEquals(List.of(), counted);
        rounds.remove().checks().forEach(check -> check.complete(new CheckResult.Failed(Withheld.TIMEOUT, "late")));
        assertEquals(List.of(1, 1), counted);
    }

    @Test
    void otherEventsAreNeverLost() {
        listeners.joined(VIEWER);
        for (int i = 0; i < 3_000; i++) {
            queue.add(status(i));
            queue.add(Event.text("delete", "delete%08d".formatted(i).getBytes(UTF_8)));
            assertTrue(backlog.held() <= 1 << 20, "held: " + backlog.held());
        }
        while (!rounds.isEmpty()) {
            finishRound();
        }
        assertEquals(
                3_000, seen.stream().filter(event -> event.startsWith("delete")).count());
        assertTrue(meters.withheld("overload") > 0);
    }

    /** The backlog is so small that all that waits is asked for at once when there is a place. */
    @Test
    void theNewestAreKeptInASmallBacklogWhileNothingIsAnswered() {
        listeners.joined(VIEWER);
        Backlog small = new Backlog(64 << 10);
        ChannelQueue inSmall = new ChannelQueue(listeners, recent, small, new Withholdings(meters), this::deliver);
        for (int i = 0; i < 200; i++) {
            inSmall.add(status(i));
            inSmall.add(Event.text("delete", "delete%08d".formatted(i).getBytes(UTF_8)));
            assertTrue(small.held() <= 64 << 10, "held: " + small.held());
        }
        while (!rounds.isEmpty()) {
            finishRound();
        }
        assertTrue(seen.contains(payload(199)));
        assertTrue(seen.contains(payload(190)));
        assertEquals(
                200, seen.stream().filter(event -> event.startsWith("delete")).count());
    }

    @Test
    void aBurstOnOneChannelDoesNotTakeAnothersStatus() {
        listeners.joined(VIEWER);
        ChannelQueue other = channel();
        queue.add(status(-1));
        other.add(status(0));
        for (int i = 1; i < BURST; i++) {
            queue.add(status(i));
        }
        other.add(status(BURST));
        while (!rounds.isEmpty()) {
            finishRound();
        }
        assertTrue(seen.contains(payload(0)));
        assertTrue(seen.contains(payload(BURST)));
    }

    @Test
    void aClosedChannelNeedsNoChecks() {
        listeners.joined(VIEWER);
        for (int i = 0; i < 100; i++) {
            queue.add(status(i));
        }
        queue.close();
        assertEquals(4, asked);
        while (!rounds.isEmpty()) {
            finishRound();
        }
        assertEquals(4, asked);
        assertEquals(0, backlog.held());
        assertEquals(List.of(), seen);
        assertEquals(0, meters.withheld("overload"));
    }
}

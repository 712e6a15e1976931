package dev.trunkline.audience;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trunkline.filter.SearchableText;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which checks are asked for together, and which are not begun any more. */
class CheckQueueTest {

    private static final Duration LIMIT = Duration.ofSeconds(4);
    private static final Set<Long> LISTENERS = Set.of(1L, 2L);

    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
    private final List<CheckRound> rounds = new ArrayList<>();
    private final List<CheckResult> results = new CopyOnWriteArrayList<>();
    private long now = 1;
    private final CheckQueue queue = new CheckQueue(rounds::add, LIMIT, scheduler, () -> now);

    @AfterEach
    void stop() {
        scheduler.shutdownNow();
    }

    private PendingCheck add(Set<Long> accounts) {
        Status status = new Status(1, null, true, Set.of(), null, false, false, new SearchableText(List.of("text")));
        return queue.add(status, accounts, results::add);
    }

    private void add(int count) {
        IntStream.range(0, count).forEach(i -> add(LISTENERS));
    }

    private void pass(Duration time) {
        now += time.toNanos();
    }

    private static void succeed(CheckRound round) {
        List.copyOf(round.checks()).forEach(CheckQueueTest::succeed);
    }

    private static void succeed(PendingCheck check) {
        check.hidden(Set.of());
        check.matched(Map.of(), Map.of());
    }

    private List<Integer> sizes() {
        return rounds.stream().map(round -> round.checks().size()).toList();
    }

    @Test
    void asksForOneAloneAtOnceAndForThoseThatWaitedTogether() {
        add(200);
        assertEquals(List.of(1, 1, 1, 1), sizes());
        succeed(rounds.get(1));
        assertEquals(List.of(1, 1, 1, 1, 196), sizes());
        add(1_000);
        succeed(rounds.get(4));
        succeed(rounds.get(0));
        succeed(rounds.get(2));
        assertEquals(List.of(1, 1, 1, 1, 196, 512, 488), sizes());
        rounds.stream().skip(5).toList().forEach(CheckQueueTest::succeed);
        succeed(rounds.get(3));
        assertEquals(1_200, results.size());
    }

    /** The first of them would otherwise wait for long. */
    @Test
    void fewerAreAskedForTogetherIfTheyAreForManyAccountsOrPeople() {
        Set<Long> many = LongStream.range(0, 1_000).boxed().collect(Collectors.toSet());
        Set<Long> mentioned = LongStream.range(0, 49).boxed().collect(Collectors.toSet());
        Status mentioning =
                new Status(1, null, true, mentioned, null, false, false, new SearchableText(List.of("text")));
        queue.together(() -> {
            for (int i = 0; i < 100; i++) {
                add(many);
            }
        });
        assertEquals(List.of(64, 36), sizes());
        queue.together(() -> {
            for (int i = 0; i < 100; i++) {
                queue.add(mentioning, LISTENERS, results::add);
            }
        });
        assertEquals(List.of(64, 36, 64, 36), sizes());
    }

    @Test
    void thoseThatAreAddedTogetherAreAskedForTogether() {
        queue.together(() -> {
            add(300);
            assertEquals(0, rounds.size());
        });
        assertEquals(List.of(300), sizes());
        succeed(rounds.get(0));
        assertEquals(300, results.size());
    }

    @Test
    void aFaultWhileChecksAreAddedHoldsUpNoOthers() {
        assertThrows(
                IllegalStateException.class,
                () -> queue.together(() -> {
                    add(2);
                    throw new IllegalStateException("a fault");
                }));
        assertEquals(List.of(2), sizes());
        add(1);
        assertEquals(List.of(2, 1), sizes());
    }

    @Test
    void aRoundEndsWithItsLastCheck() {
        add(5);
        succeed(rounds.get(0));
        add(2);
        assertEquals(List.of(1, 1, 1, 1, 1), sizes());
        succeed(rounds.get(1));
        assertEquals(List.of(1, 1, 1, 1, 1, 2), sizes());
        succeed(rounds.get(5).checks().get(0));
        add(1);
        assertEquals(6, rounds.size());
        succeed(rounds.get(5).checks().get(1));
        assertEquals(7, rounds.size());
    }

    @Test
    void smallSetsAreAskedForTogetherAndLargeOnesApart() {
        Set<Long> many = LongStream.range(0, 6_000).boxed().collect(Collectors.toSet());
        Set<Long> others = new HashSet<>(many);
        add(4);
        for (long account = 1; account <= 30; account++) {
            add(Set.of(account));
        }
        add(many);
        add(others);
        add(many);
        rounds.stream().limit(2).toList().forEach(CheckQueueTest::succeed);
        assertEquals(List.of(1, 1, 1, 1, 30, 2), sizes());
        assertEquals(
                LongStream.rangeClosed(1, 30).boxed().collect(Collectors.toSet()),
                rounds.get(4).accounts());
        assertTrue(rounds.get(5).checks().stream().allMatch(check -> check.accounts() == many));
    }

    /** One status may mention thousands, whose relationships take long. */
    @Test
    void aCrowdIsAskedForAloneAndOneAtATime() {
        Set<Long> crowd = LongStream.range(0, 51).boxed().collect(Collectors.toSet());
        Status crowded = new Status(1, null, true, crowd, null, false, false, new SearchableText(List.of("text")));
        for (int i = 0; i < 3; i++) {
            queue.add(crowded, LISTENERS, results::add);
        }
        assertEquals(List.of(1), sizes());
        add(5);
        assertEquals(List.of(1, 1, 1, 1), sizes());
        succeed(rounds.get(1));
        assertEquals(List.of(1, 1, 1, 1, 2), sizes());
        assertFalse(rounds.get(4).isCrowd());
        succeed(rounds.get(0));
        assertEquals(List.of(1, 1, 1, 1, 2, 1), sizes());
        assertTrue(rounds.get(5).isCrowd());
        succeed(rounds.get(5));
        assertTrue(rounds.get(6).isCrowd());
        succeed(rounds.get(6));
        assertEquals(4, results.size());
    }

    @Test
    void oneThatCannotBeFinishedInTimeIsNotBegun() {
        add(4);
        add(10);
        pass(Duration.ofMillis(3_800));
        add(10);
        succeed(rounds.get(0));
        assertEquals(11, results.size());
        assertTrue(results.stream()
                .filter(CheckResult.Failed.class::isInstance)
                .allMatch(failed -> ((CheckResult.Failed) failed).reason() == Withheld.OVERLOAD));
        assertEquals(List.of(1, 1, 1, 1, 10), sizes());
    }

    /** While PostgreSQL answers nothing at all, more is the matter than too many statuses. */
    @Test
    void withoutAnyProgressTheReasonIsTheTime() {
        add(10);
        pass(LIMIT.plusMillis(1));
        rounds.get(0).checks().get(0).complete(new CheckResult.Failed(Withheld.TIMEOUT, "too long"));
        assertEquals(7, results.size());
        assertTrue(results.stream().allMatch(failed -> ((CheckResult.Failed) failed).reason() == Withheld.TIMEOUT));
    }

    @Test
    void aCancelledCheckIsNotAsked() {
        add(4);
        List<PendingCheck> waiting =
                IntStream.range(0, 3).mapToObj(i -> add(LISTENERS)).toList();
        waiting.get(1).cancel();
        succeed(rounds.get(0));
        assertEquals(List.of(waiting.get(0), waiting.get(2)), rounds.get(4).checks());
    }

    @Test
    void theQueryOfARoundThatNobodyNeedsIsCancelled() {
        List<String> cancelled = new ArrayList<>();
        PendingCheck check = add(LISTENERS);
        rounds.get(0).asked(() -> cancelled.add("query"));
        check.add(() -> cancelled.add("search"));
        assertTrue(cancelled.isEmpty());
        check.cancel();
        assertEquals(Set.of("query", "search"), Set.copyOf(cancelled));
        assertTrue(results.isEmpty());
        check.add(() -> cancelled.add("late"));
        assertTrue(cancelled.contains("late"));
    }

    @Test
    void aFaultIsTheResultOfTheWholeRound() {
        CheckQueue failing = new CheckQueue(
                round -> {
                    throw new IllegalStateException("stopped");
                },
                LIMIT,
                scheduler,
                () -> now);
        Status status = new Status(1, null, true, Set.of(), null, false, false, new SearchableText(List.of("text")));
        for (int i = 0; i < 5_000; i++) {
            failing.add(status, LISTENERS, results::add);
        }
        assertEquals(5_000, results.size());
    }

    /** By the real clock. */
    @Test
    void eachHasAResultWithinTheLimit() {
        CheckQueue real = new CheckQueue(rounds::add, Duration.ofMillis(50), scheduler, System::nanoTime);
        Status status = new Status(1, null, true, Set.of(), null, false, false, new SearchableText(List.of("text")));
        for (int i = 0; i < 10; i++) {
            real.add(status, LISTENERS, results::add);
        }
        await().until(() -> results.size() == 10);
        real.add(status, LISTENERS, results::add);
        await().until(() -> results.size() == 11);
        assertFalse(results.stream().anyMatch(CheckResult.Complete.class::isInstance));
    }

    /** As Quarkus's scheduler on an event loop is, with its Vert.x timers. */
    private static final class InMilliseconds extends ScheduledThreadPoolExecutor {

        private final Deque<Runnable> timers = new ArrayDeque<>();

        InMilliseconds() {
            super(1);
        }

        @Override
        public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
            if (unit.toMillis(delay) < 1) {
                throw new IllegalArgumentException("less than a millisecond");
            }
            timers.add(task);
            return super.schedule(() -> {}, delay, unit);
        }

        void fire() {
            timers.remove().run();
        }
    }

    @Test
    void aTimerThatFiresEarlyIsSetAgain() {
        InMilliseconds timers = new InMilliseconds();
        try {
            CheckQueue punctual = new CheckQueue(rounds::add, LIMIT, timers, () -> now);
            Status status =
                    new Status(1, null, true, Set.of(), null, false, false, new SearchableText(List.of("text")));
            punctual.add(status, LISTENERS, results::add);
            pass(LIMIT.minusNanos(1));
            timers.fire();
            assertEquals(0, results.size());
            punctual.add(status, LISTENERS, results::add);
            pass(Duration.ofMillis(1));
            timers.fire();
            assertEquals(1, results.size());
            pass(LIMIT.multipliedBy(2));
            punctual.add(status, LISTENERS, results::add);
            timers.fire();
            assertEquals(2, results.size());
        } finally {
            timers.shutdownNow();
        }
    }
}

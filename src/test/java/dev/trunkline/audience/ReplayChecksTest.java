package dev.trunkline.audience;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trunkline.event.Event;
import dev.trunkline.metrics.FakeMeters;
import io.smallrye.mutiny.subscription.Cancellable;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What viewers who come back get of the events that they missed, and what is asked for them. */
class ReplayChecksTest {

    private static final Duration LIMIT = Duration.ofSeconds(4);

    /** As many as are served at the same time. */
    private static final int ROUNDS = 2;

    private final Direct direct = new Direct();
    private final FakeMeters meters = new FakeMeters();
    private final List<CheckRound> rounds = new ArrayList<>();
    private long now = 1;

    /** How many checks were started together, each time. */
    private final List<Integer> together = new ArrayList<>();

    private final ReplayChecks replays = replays(new Queued(), LIMIT, direct);

    /** Runs everything at once; timers fire when they are told to. */
    private static final class Direct extends ScheduledThreadPoolExecutor {

        private final Deque<Runnable> timers = new ArrayDeque<>();

        Direct() {
            super(1);
        }

        @Override
        public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
            timers.add(task);
            return super.schedule(() -> {}, delay, unit);
        }

        void fire() {
            for (int i = timers.size(); i > 0; i--) {
                timers.remove().run();
            }
        }

        @Override
        public void execute(Runnable task) {
            task.run();
        }
    }

    private final class Queued implements Checks {

        private final CheckQueue queue = new CheckQueue(rounds::add, LIMIT, direct, () -> now);
        private int started;

        @Override
        public PendingCheck start(Status status, Set<Long> accounts, Consumer<CheckResult> onResult) {
            started++;
            return queue.add(status, accounts, onResult);
        }

        @Override
        public void together(Runnable starts) {
            int before = started;
            queue.together(() -> {
                starts.run();
                together.add(started - before);
            });
        }
    }

    @AfterEach
    void stop() {
        direct.shutdownNow();
    }

    private ReplayChecks replays(Checks checks, Duration limit, ScheduledExecutorService workers) {
        return new ReplayChecks(checks, new Withholdings(meters), limit, workers, () -> now);
    }

    private static Event status(String members) {
        String json = "{" + members + ",'mentions':[]}";
        return Event.json("update", json.replace('\'', '"').getBytes(UTF_8));
    }

    /** A status by the account of this number. */
    private static Event status(long author) {
        return status(author, "'language':'en'");
    }

    private static Event status(long author, String members) {
        return status("'account':{'id':'" + author + "','username':'a','acct':'a'}," + members);
    }

    private static List<Event> statuses(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(ReplayChecksTest::status)
                .toList();
    }

    private static Listener viewer(long account) {
        return new Listener(account, null, true, true, true);
    }

    /** What one viewer has got. */
    private static final class Answer {

        private final List<List<Verdict>> verdicts = new CopyOnWriteArrayList<>();
        private Cancellable subscription = () -> {};

        boolean isThere() {
            return !verdicts.isEmpty();
        }

        List<Verdict> verdicts() {
            assertEquals(1, verdicts.size());
            return verdicts.get(0);
        }

        void cancel() {
            subscription.cancel();
        }
    }

    private Answer ask(Listener listener, List<Event> events) {
        return ask(replays, listener, events);
    }

    private static Answer ask(ReplayChecks replays, Listener listener, List<Event> events) {
        Answer answer = new Answer();
        answer.subscription = replays.verdicts(events, listener).subscribe().with(answer.verdicts::add, failure -> {
            throw new AssertionError(failure);
        });
        return answer;
    }

    /** Two viewers who keep others waiting. */
    private void occupy() {
        for (int i = 0; i < ROUNDS; i++) {
            ask(viewer(1_000 + i), List.of(status(1_000 + i)));
        }
    }

    private static void succeed(CheckRound round, Long... hidden) {
        for (PendingCheck check : List.copyOf(round.checks())) {
            check.hidden(Set.of(hidden));
            check.matched(Map.of(), Map.of());
        }
    }

    private CheckRound last() {
        return rounds.get(rounds.size() - 1);
    }

    private static List<Long> authors(CheckRound round) {
        return round.checks().stream().map(check -> check.status().author()).toList();
    }

    private static List<Verdict> nothing(int count) {
        return IntStream.range(0, count).mapToObj(i -> Verdict.NOTHING).toList();
    }

    @Test
    void theVerdictsAreInTheOrderOfTheEvents() {
        Event delete = Event.text("delete", "1".getBytes(UTF_8));
        Event edit = Event.json("status.update", status(4).payload());
        Answer answer = ask(
                viewer(7), List.of(status(1), delete, status(2), status(3, "'filtered':[]"), edit, delete, status(5)));
        assertFalse(answer.isThere());
        List<PendingCheck> checks = List.copyOf(last().checks());
        assertEquals(List.of(1L, 2L, 3L, 4L, 5L), authors(last()));
        // The last first.
        for (int i = 4; i >= 0; i--) {
            checks.get(i).hidden(i == 0 ? Set.of(7L) : Set.of());
            checks.get(i).matched(i == 3 ? Map.of(7L, "[{}]".getBytes(UTF_8)) : Map.of(), Map.of());
        }
        List<Verdict> verdicts = answer.verdicts();
        assertEquals(7, verdicts.size());
        assertSame(Verdict.NOTHING, verdicts.get(0));
        assertSame(Verdict.AS_PUBLISHED, verdicts.get(1));
        assertSame(Verdict.UNMATCHED, verdicts.get(2));
        assertSame(Verdict.AS_PUBLISHED, verdicts.get(3));
        assertFalse(verdicts.get(4).isShared());
        assertTrue(new String(verdicts.get(4).apply(edit).payload(), UTF_8).endsWith(",\"filtered\":[{}]}"));
        assertSame(Verdict.AS_PUBLISHED, verdicts.get(5));
        assertSame(Verdict.UNMATCHED, verdicts.get(6));
    }

    @Test
    void eventsThatAreNoStatusesNeedNoTurn() {
        occupy();
        Event delete = Event.text("delete", "1".getBytes(UTF_8));
        assertEquals(
                List.of(Verdict.AS_PUBLISHED, Verdict.AS_PUBLISHED),
                ask(viewer(1), List.of(delete, delete)).verdicts());
        assertEquals(List.of(), ask(viewer(1), List.of()).verdicts());
    }

    @Test
    void allThatAViewerMissedIsAskedForTogether() {
        Answer answer = ask(viewer(1), statuses(500));
        assertEquals(1, rounds.size());
        assertEquals(500, last().checks().size());
        succeed(last());
        assertEquals(500, answer.verdicts().size());
        assertEquals(Set.of(Verdict.UNMATCHED), Set.copyOf(answer.verdicts()));
    }

    @Test
    void viewersWhoComeWhileOthersAreServedShareTheChecks() {
        occupy();
        List<Event> missed = statuses(4);
        Answer one = ask(viewer(1), missed);
        Answer two = ask(viewer(2), missed.subList(2, 4));
        Answer tooTwo = ask(viewer(2), missed.subList(1, 2));
        assertEquals(ROUNDS, rounds.size());
        succeed(rounds.get(0));
        assertEquals(ROUNDS + 1, rounds.size());
        assertEquals(
                Map.of(1L, Set.of(1L), 2L, Set.of(1L, 2L), 3L, Set.of(1L, 2L), 4L, Set.of(1L, 2L)),
                last().checks().stream()
                        .collect(Collectors.toMap(check -> check.status().author(), PendingCheck::accounts)));
        // The keyword filters recognise the object.
        assertEquals(
                2,
                last().checks().stream()
                        .map(check -> System.identityHashCode(check.accounts()))
                        .distinct()
                        .count());
        succeed(last(), 2L);
        assertEquals(Set.of(Verdict.UNMATCHED), Set.copyOf(one.verdicts()));
        assertEquals(nothing(2), two.verdicts());
        assertEquals(nothing(1), tooTwo.verdicts());
    }

    /** What was asked before a viewer came may not be true any more. */
    @Test
    void aViewerWhoComesLaterIsCheckedAnew() {
        List<Event> missed = statuses(1);
        Answer first = ask(viewer(1), missed);
        Answer second = ask(viewer(1), missed);
        assertEquals(2, rounds.size());
        succeed(rounds.get(1), 1L);
        succeed(rounds.get(0));
        assertEquals(List.of(Verdict.UNMATCHED), first.verdicts());
        assertEquals(nothing(1), second.verdicts());
    }

    @Test
    void aRoundTakesViewersInTheOrderOfTheirArrivalUpToItsBounds() {
        occupy();
        List<Answer> small = IntStream.range(0, 300)
                .mapToObj(i -> ask(viewer(1 + i), List.of(status(1 + i))))
                .toList();
        Answer large = ask(viewer(1), statuses(600));
        Answer after = ask(viewer(2), List.of(status(1)));
        for (int i = 0; i < rounds.size(); i++) {
            succeed(rounds.get(i));
        }
        assertEquals(List.of(1, 1, 256, 44, 600, 1), together);
        assertTrue(Stream.concat(small.stream(), Stream.of(large, after)).allMatch(Answer::isThere));
    }

    @Test
    void whatCannotBeCheckedIsWithheldAndCountedOnce() {
        occupy();
        List<Event> missed = statuses(3);
        List<Answer> answers =
                IntStream.range(0, 10).mapToObj(i -> ask(viewer(1 + i), missed)).toList();
        succeed(rounds.get(0));
        CheckResult.Failed failed = new CheckResult.Failed(Withheld.DATABASE, "away");
        List.copyOf(last().checks()).forEach(check -> check.complete(failed));
        answers.forEach(answer -> assertEquals(nothing(3), answer.verdicts()));
        assertEquals(3, meters.withheld("database"));
        // Nor when one more comes for the same.
        Answer later = ask(viewer(1), missed);
        List.copyOf(last().checks()).forEach(check -> check.complete(failed));
        assertEquals(nothing(3), later.verdicts());
        assertEquals(3, meters.withheld("database"));
    }

    @Test
    void aFaultIsNoFailure() {
        ReplayChecks failing = replays(
                (status, accounts, onResult) -> {
                    throw new IllegalStateException("stopped");
                },
                LIMIT,
                direct);
        assertEquals(nothing(2), ask(failing, viewer(1), statuses(2)).verdicts());
        assertEquals(2, meters.withheld("fault"));
    }

    @Test
    void aMalformedStatusIsWithheldFromAll() {
        Event malformed = Event.json("update", "{\"id\":\"1\"}".getBytes(UTF_8));
        Event text = Event.text("update", status(1).payload());
        List<Event> missed = List.of(malformed, text, status(2));
        assertEquals(
                List.of(Verdict.NOTHING, Verdict.NOTHING, Verdict.AS_PUBLISHED),
                ask(viewer(0), missed).verdicts());
        Answer answer = ask(viewer(1), missed);
        succeed(last());
        assertEquals(List.of(Verdict.NOTHING, Verdict.NOTHING, Verdict.UNMATCHED), answer.verdicts());
        assertEquals(2, meters.withheld("misfit"));
    }

    @Test
    void nothingIsAskedForAnonymousViewers() {
        assertEquals(
                List.of(Verdict.AS_PUBLISHED, Verdict.AS_PUBLISHED),
                ask(viewer(0), statuses(2)).verdicts());
        assertEquals(0, rounds.size());
    }

    @Test
    void nothingIsAskedForStatusesThatAListenerDoesNotWant() {
        Event english = status(1);
        Event german = status(2, "'language':'de'");
        Event localOnly = status(3, "'language':'en','local_only':true");
        Event remote = status("'account':{'id':'4','username':'a','acct':'a@far.example'},'language':'en'");
        List<Event> missed = List.of(english, german, localOnly, remote);
        for (long account : new long[] {0, 1}) {
            Verdict seen = account == 0 ? Verdict.AS_PUBLISHED : Verdict.UNMATCHED;
            Answer answer = ask(new Listener(account, Set.of("en"), true, false, false), missed);
            rounds.forEach(ReplayChecksTest::succeed);
            assertEquals(List.of(seen, Verdict.NOTHING, Verdict.NOTHING, Verdict.NOTHING), answer.verdicts());
            answer = ask(new Listener(account, Set.of("de", "en"), false, true, true), missed);
            rounds.forEach(ReplayChecksTest::succeed);
            assertEquals(List.of(Verdict.NOTHING, Verdict.NOTHING, Verdict.NOTHING, seen), answer.verdicts());
            answer = ask(new Listener(account, null, true, false, true), missed);
            rounds.forEach(ReplayChecksTest::succeed);
            assertEquals(List.of(seen, seen, seen, Verdict.NOTHING), answer.verdicts());
        }
        assertEquals(List.of(0, 0, 0, 1, 1, 3), together);
    }

    @Test
    void nothingIsBegunForAViewerWhoHasLeft() {
        occupy();
        List<Event> missed = statuses(3);
        Answer left = ask(viewer(1), missed);
        Answer stays = ask(viewer(2), missed.subList(1, 2));
        left.cancel();
        succeed(rounds.get(0));
        assertEquals(List.of(2L), authors(last()));
        assertEquals(Set.of(2L), last().accounts());
        succeed(last());
        assertTrue(stays.isThere());
        assertFalse(left.isThere());
    }

    @Test
    void checksThatOnlyAViewerNeedsWhoLeavesAreGivenUp() {
        occupy();
        List<Event> missed = statuses(3);
        Answer leaves = ask(viewer(1), missed);
        Answer stays = ask(viewer(2), missed.subList(1, 2));
        succeed(rounds.get(0));
        CheckRound round = last();
        List<PendingCheck> checks = List.copyOf(round.checks());
        List<String> cancelled = new ArrayList<>();
        checks.forEach(
                check -> check.add(() -> cancelled.add("" + check.status().author())));
        round.asked(() -> cancelled.add("query"));
        leaves.cancel();
        assertEquals(Set.of("1", "3"), Set.copyOf(cancelled));
        stays.cancel();
        assertEquals(Set.of("1", "3", "2", "query"), Set.copyOf(cancelled));
        // The place is free.
        Answer next = ask(viewer(3), missed);
        succeed(last());
        assertTrue(next.isThere());
        assertFalse(leaves.isThere());
        assertFalse(stays.isThere());
    }

    @Test
    void whatCannotBeFinishedInTimeIsNotBegun() {
        occupy();
        List<Event> missed = statuses(2);
        Event delete = Event.text("delete", "1".getBytes(UTF_8));
        List<Answer> late = IntStream.range(0, 10)
                .mapToObj(i -> ask(viewer(1 + i), List.of(missed.get(0), delete, missed.get(1))))
                .toList();
        now += Duration.ofMillis(3_100).toNanos();
        Answer inTime = ask(viewer(1), missed.subList(1, 2));
        succeed(rounds.get(0));
        late.forEach(answer ->
                assertEquals(List.of(Verdict.NOTHING, Verdict.AS_PUBLISHED, Verdict.NOTHING), answer.verdicts()));
        assertEquals(2, meters.withheld("overload"));
        assertEquals(List.of(2L), authors(last()));
        succeed(last());
        assertEquals(List.of(Verdict.UNMATCHED), inTime.verdicts());
    }

    @Test
    void eachIsAnsweredWithinTheLimitWithWhatIsKnown() {
        List<PendingCheck> begun = new ArrayList<>();
        ReplayChecks slow = replays(
                (status, accounts, onResult) -> {
                    PendingCheck check = new PendingCheck(status, accounts, 0, onResult);
                    begun.add(check);
                    return check;
                },
                LIMIT,
                direct);
        List<Event> missed = statuses(2);
        Answer first = ask(slow, viewer(1), missed);
        Answer second = ask(slow, viewer(2), missed);
        Answer waits = ask(slow, viewer(3), statuses(1));
        now += LIMIT.toNanos() - 1;
        direct.fire();
        assertFalse(first.isThere());
        begun.get(1).complete(CheckResult.Complete.of(begun.get(1).status(), Set.of(), Map.of(), Map.of()));
        now++;
        direct.fire();
        assertEquals(List.of(Verdict.NOTHING, Verdict.UNMATCHED), first.verdicts());
        assertEquals(nothing(2), second.verdicts());
        assertEquals(nothing(1), waits.verdicts());
        assertEquals(2, meters.withheld("timeout"));
        assertEquals(1, meters.withheld("overload"));
        // Nobody needs the others any more.
        assertTrue(begun.stream().noneMatch(PendingCheck::isWaiting));
        assertEquals(4, begun.size());
    }

    /** As when the whole server's clients come back from another process. */
    @Test
    void aStormIsServedInFewRoundsAndFewAtATime() throws InterruptedException, ExecutionException {
        int viewers = 10_000;
        AtomicInteger underWay = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        AtomicInteger all = new AtomicInteger();
        ConcurrentLinkedQueue<PendingCheck> started = new ConcurrentLinkedQueue<>();
        ScheduledExecutorService workers = Executors.newScheduledThreadPool(4);
        ExecutorService clients = Executors.newFixedThreadPool(4);
        CountDownLatch allHaveCome = new CountDownLatch(1);
        try {
            Checks checks = new Checks() {
                @Override
                public PendingCheck start(Status status, Set<Long> accounts, Consumer<CheckResult> onResult) {
                    PendingCheck check = new PendingCheck(status, accounts, 0, onResult);
                    started.add(check);
                    return check;
                }

                @Override
                public synchronized void together(Runnable starts) {
                    most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
                    all.incrementAndGet();
                    starts.run();
                    List<PendingCheck> round = new ArrayList<>(started);
                    started.clear();
                    clients.execute(() -> {
                        try {
                            allHaveCome.await();
                        } catch (InterruptedException stopped) {
                            throw new IllegalStateException(stopped);
                        }
                        underWay.decrementAndGet();
                        round.forEach(check ->
                                check.complete(CheckResult.Complete.of(check.status(), Set.of(), Map.of(), Map.of())));
                    });
                }
            };
            ReplayChecks storm = replays(checks, Duration.ofMinutes(5), workers);
            List<Event> missed = statuses(50);
            // Mutiny's first use outside of Quarkus must not be two at once.
            ask(viewer(1), missed);
            List<Answer> answers = new CopyOnWriteArrayList<>();
            List<Future<?>> coming = new ArrayList<>();
            for (int thread = 0; thread < 2; thread++) {
                int first = 1 + thread * viewers / 2;
                coming.add(clients.submit(() -> {
                    List<Answer> mine = new ArrayList<>();
                    for (int i = 0; i < viewers / 2; i++) {
                        mine.add(ask(storm, viewer(first + i), missed.subList(i % 50, 50)));
                    }
                    answers.addAll(mine);
                }));
            }
            for (Future<?> thread : coming) {
                thread.get();
            }
            allHaveCome.countDown();
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> answers.size() == viewers && answers.stream().allMatch(Answer::isThere));
            assertTrue(answers.stream()
                    .allMatch(answer -> Set.of(Verdict.UNMATCHED).equals(Set.copyOf(answer.verdicts()))));
            assertTrue(most.get() <= ROUNDS, "at the same time: " + most);
            assertTrue(all.get() <= ROUNDS + viewers / 256 + 1 + ROUNDS, "rounds: " + all);
        } finally {
            allHaveCome.countDown();
            clients.shutdownNow();
            workers.shutdownNow();
        }
    }

    @Test
    void anAnswerKeepsNoStatus() {
        List<WeakReference<Event>> events = new ArrayList<>();
        List<Answer> answers = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            Event status = status(1);
            events.add(new WeakReference<>(status));
            answers.add(ask(viewer(1), Arrays.asList(status)));
            rounds.forEach(ReplayChecksTest::succeed);
            rounds.clear();
        }
        assertTrue(answers.stream().allMatch(Answer::isThere));
        await().until(() -> {
            System.gc();
            return events.stream().allMatch(event -> event.get() == null);
        });
        assertTrue(answers.stream().allMatch(answer -> answer.subscription != null));
    }
}

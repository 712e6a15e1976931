package dev.trunkline.audience;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trunkline.filter.SearchableText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class StatusCheckTest {

    private static final Status STATUS =
            new Status(1, null, true, Set.of(), null, false, false, new SearchableText(List.of("text")));

    private final List<Set<Long>> asked = new ArrayList<>();
    private final List<PendingCheck> begun = new ArrayList<>();
    private final StatusCheck check = new StatusCheck(STATUS, this::start);
    private final List<List<CheckResult.Failed>> known = new ArrayList<>();

    private PendingCheck start(Status status, Set<Long> accounts, Consumer<CheckResult> onResult) {
        asked.add(accounts);
        PendingCheck pending = new PendingCheck(status, accounts, 0, onResult);
        begun.add(pending);
        return pending;
    }

    private void know(Collection<CheckResult.Failed> failures) {
        known.add(List.copyOf(failures));
    }

    private static CheckResult hiding(Long... accounts) {
        return new CheckResult.Complete(Set.of(accounts), Map.of(), Map.of(), Verdict.UNMATCHED);
    }

    @Test
    void checksEachAccountOnce() {
        check.ask(Set.of(1L, 2L), this::know);
        check.ask(Set.of(2L, 3L), this::know);
        check.ask(Set.of(1L, 3L), this::know);
        assertEquals(List.of(Set.of(1L, 2L), Set.of(3L)), asked);
    }

    @Test
    void reportsWhenAllResultsAreKnown() {
        check.ask(Set.of(1L), this::know);
        check.ask(Set.of(1L, 2L), this::know);
        begun.get(1).complete(hiding(2L));
        assertEquals(0, known.size());
        begun.get(0).complete(hiding());
        assertEquals(List.of(List.of(), List.of()), known);
        assertSame(Verdict.UNMATCHED, check.verdictFor(1));
        assertSame(Verdict.NOTHING, check.verdictFor(2));
    }

    @Test
    void givesNothingToAnUncheckedAccount() {
        check.ask(Set.of(1L), this::know);
        begun.get(0).complete(hiding());
        assertSame(Verdict.NOTHING, check.verdictFor(9));
    }

    @Test
    void givesNothingBeforeTheResultIsKnown() {
        check.ask(Set.of(1L), this::know);
        assertSame(Verdict.NOTHING, check.verdictFor(1));
    }

    @Test
    void reportsAFailureAndGivesNothing() {
        check.ask(Set.of(1L), this::know);
        check.ask(Set.of(1L, 2L), this::know);
        begun.get(0).complete(CheckResult.Failed.of(new IllegalStateException("secret")));
        begun.get(1).complete(hiding());
        assertEquals(2, known.size());
        CheckResult.Failed failed = known.get(0).get(0);
        assertEquals(Withheld.FAULT, failed.reason());
        assertTrue(failed.detail().startsWith("java.lang.IllegalStateException at "), failed.detail());
        assertSame(Verdict.NOTHING, check.verdictFor(1));
        assertSame(Verdict.UNMATCHED, check.verdictFor(2));
    }

    @Test
    void withholdsFromSingleAccounts() {
        CheckResult.Failed costly = new CheckResult.Failed(Withheld.TOO_COSTLY, "many");
        CheckResult.Failed late = new CheckResult.Failed(Withheld.TIMEOUT, "late");
        check.ask(Set.of(1L, 2L, 3L, 4L), this::know);
        begun.get(0)
                .complete(new CheckResult.Complete(
                        Set.of(), Map.of(), Map.of(1L, costly, 2L, late, 3L, costly), Verdict.UNMATCHED));
        assertEquals(List.of(List.of(late, costly)), known);
        assertSame(Verdict.NOTHING, check.verdictFor(1));
        assertSame(Verdict.NOTHING, check.verdictFor(2));
        assertSame(Verdict.UNMATCHED, check.verdictFor(4));
    }

    @Test
    void reportsAnExceptionOfTheChecks() {
        StatusCheck failing = new StatusCheck(STATUS, (status, accounts, onResult) -> {
            throw new IllegalStateException("stopped");
        });
        failing.ask(Set.of(1L), this::know);
        failing.ask(Set.of(1L), this::know);
        assertEquals(2, known.size());
        assertEquals(Withheld.FAULT, known.get(1).get(0).reason());
        assertSame(Verdict.NOTHING, failing.verdictFor(1));
    }

    @Test
    void reportsAtOnceIfThereIsNothingToCheck() {
        check.ask(Set.of(), this::know);
        assertEquals(List.of(List.of()), known);
    }

    @Test
    void aCheckIsCancelledWhenNoChannelNeedsItAnyMore() {
        StatusCheck.Need first = check.ask(Set.of(1L, 2L), this::know);
        StatusCheck.Need second = check.ask(Set.of(2L, 3L), this::know);
        assertTrue(first.isWaiting());
        first.giveUp();
        // The second one needs it for account 2.
        assertTrue(begun.get(0).ask());
        second.giveUp();
        assertFalse(begun.get(1).ask());
        begun.get(0).complete(hiding());
        assertEquals(List.of(), known);
        assertFalse(second.isWaiting());
    }

    @Test
    void givingUpTwiceCountsOnce() {
        StatusCheck.Need first = check.ask(Set.of(1L), this::know);
        check.ask(Set.of(1L), this::know);
        first.giveUp();
        first.giveUp();
        assertTrue(begun.get(0).ask());
    }

    @Test
    void aCancelledCheckIsMadeAnewForTheNextChannel() {
        check.ask(Set.of(1L), this::know).giveUp();
        check.ask(Set.of(1L), this::know);
        assertEquals(List.of(Set.of(1L), Set.of(1L)), asked);
        begun.get(1).complete(hiding());
        assertEquals(List.of(List.of()), known);
        assertSame(Verdict.UNMATCHED, check.verdictFor(1));
    }

    /** The result comes on another thread, at any moment. */
    @Test
    void alwaysReportsInTheEnd() throws InterruptedException {
        ExecutorService other = Executors.newSingleThreadExecutor();
        Random random = new Random(1);
        int asks = 5;
        try {
            for (int round = 0; round < 20_000; round++) {
                int pause = random.nextInt(200);
                CountDownLatch reported = new CountDownLatch(asks);
                AtomicInteger batches = new AtomicInteger();
                StatusCheck raced = new StatusCheck(STATUS, (status, accounts, onResult) -> {
                    PendingCheck pending = new PendingCheck(status, accounts, 0, onResult);
                    batches.incrementAndGet();
                    other.execute(() -> {
                        for (int i = 0; i < pause; i++) {
                            Thread.onSpinWait();
                        }
                        pending.complete(hiding());
                    });
                    return pending;
                });
                for (int i = 0; i < asks; i++) {
                    raced.ask(Set.of(1L, 2L), outcome -> reported.countDown());
                }
                assertTrue(
                        reported.await(Duration.ofSeconds(10).toMillis(), TimeUnit.MILLISECONDS), "in round " + round);
                assertEquals(1, batches.get());
            }
        } finally {
            other.shutdownNow();
        }
    }
}

package dev.trunkline.audience;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trunkline.filter.SearchableText;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class StatusCheckTest {

    private static final Status STATUS =
            new Status(1, null, true, Set.of(), null, false, false, new SearchableText(List.of("text")));

    private final List<Set<Long>> asked = new ArrayList<>();
    private final List<UniEmitter<? super CheckResult>> results = new ArrayList<>();
    private final StatusCheck check = new StatusCheck(STATUS, this::ask);
    private final List<Optional<CheckResult.Failed>> known = new ArrayList<>();

    private Uni<CheckResult> ask(Set<Long> accounts) {
        asked.add(accounts);
        return Uni.createFrom().emitter(results::add);
    }

    private static CheckResult hiding(Long... accounts) {
        return new CheckResult.Complete(Set.of(accounts), Map.of(), Verdict.UNMATCHED);
    }

    @Test
    void checksEachAccountOnce() {
        check.ask(Set.of(1L, 2L), known::add);
        check.ask(Set.of(2L, 3L), known::add);
        check.ask(Set.of(1L, 3L), known::add);
        assertEquals(List.of(Set.of(1L, 2L), Set.of(3L)), asked);
    }

    @Test
    void reportsWhenAllResultsAreKnown() {
        check.ask(Set.of(1L), known::add);
        check.ask(Set.of(1L, 2L), known::add);
        results.get(1).complete(hiding(2L));
        assertEquals(0, known.size());
        results.get(0).complete(hiding());
        assertEquals(List.of(Optional.empty(), Optional.empty()), known);
        assertSame(Verdict.UNMATCHED, check.verdictFor(1));
        assertSame(Verdict.NOTHING, check.verdictFor(2));
    }

    @Test
    void givesNothingToAnUncheckedAccount() {
        check.ask(Set.of(1L), known::add);
        results.get(0).complete(hiding());
        assertSame(Verdict.NOTHING, check.verdictFor(9));
    }

    @Test
    void givesNothingBeforeTheResultIsKnown() {
        check.ask(Set.of(1L), known::add);
        assertSame(Verdict.NOTHING, check.verdictFor(1));
    }

    @Test
    void reportsAFailureAndGivesNothing() {
        check.ask(Set.of(1L), known::add);
        check.ask(Set.of(1L, 2L), known::add);
        results.get(0).fail(new IllegalStateException("secret"));
        results.get(1).complete(hiding());
        assertEquals(2, known.size());
        CheckResult.Failed failed = known.get(0).orElseThrow();
        assertEquals(Withheld.FAULT, failed.reason());
        assertTrue(failed.detail().startsWith("java.lang.IllegalStateException at "), failed.detail());
        assertSame(Verdict.NOTHING, check.verdictFor(1));
        assertSame(Verdict.UNMATCHED, check.verdictFor(2));
    }

    @Test
    void reportsAnExceptionOfTheChecks() {
        StatusCheck failing = new StatusCheck(STATUS, accounts -> {
            throw new IllegalStateException("stopped");
        });
        failing.ask(Set.of(1L), known::add);
        failing.ask(Set.of(1L), known::add);
        assertEquals(2, known.size());
        assertEquals(Withheld.FAULT, known.get(1).orElseThrow().reason());
        assertSame(Verdict.NOTHING, failing.verdictFor(1));
    }

    @Test
    void reportsAtOnceIfThereIsNothingToCheck() {
        check.ask(Set.of(), known::add);
        assertEquals(List.of(Optional.empty()), known);
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
                StatusCheck raced =
                        new StatusCheck(STATUS, accounts -> Uni.createFrom().emitter(result -> {
                            batches.incrementAndGet();
                            other.execute(() -> {
                                for (int i = 0; i < pause; i++) {
                                    Thread.onSpinWait();
                                }
                                result.complete(hiding());
                            });
                        }));
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

package dev.trunkline.start;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuestionsTest {

    private static final Finding GOOD = Finding.ok("good");

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1);
    private final Questions questions = new Questions(Duration.ofHours(1), nanos::get);
    private final List<Duration> limits = new ArrayList<>();

    private Finding ask(Uni<?> answer) {
        return ask(questions, answer);
    }

    private Finding ask(Questions asked, Uni<?> answer) {
        return asked.ask(
                        limit -> {
                            limits.add(limit);
                            return answer;
                        },
                        GOOD,
                        Finding::fault)
                .await()
                .indefinitely();
    }

    private Finding askWithoutAnswer() {
        return ask(Uni.createFrom().failure(new IllegalStateException("away", new TimeoutException())));
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    @Test
    void anAnswerIsGood() {
        assertEquals(GOOD, ask(Uni.createFrom().voidItem()));
    }

    @Test
    void aFailureIsSaidInItsWords() {
        IOException refused = new IOException("finishConnect(..) failed with error(-111): Connection refused");
        assertEquals(Finding.fault("connection refused"), ask(Uni.createFrom().failure(refused)));
    }

    @Test
    void aFailureAfterTheLimitIsNoAnswer() {
        Uni<Void> cancelled = Uni.createFrom().failure(new IOException("canceling statement due to user request"));
        assertEquals(
                Finding.fault("no answer within 8 s"),
                ask(cancelled.onSubscription().invoke(() -> pass(Questions.EACH))));
    }

    /** Whatever the time of the answers before it, as long as there is any for all. */
    @Test
    void eachHasItsOwnLimitFromWhenItIsAsked() {
        assertEquals(Finding.fault("no answer within 8 s"), askWithoutAnswer());
        pass(Duration.ofMillis(11_900));
        assertEquals(Finding.fault("no answer within 8 s"), askWithoutAnswer());
        assertEquals(List.of(Questions.EACH, Questions.EACH), limits);
    }

    @Test
    void theClockOfAQuestionStartsWhenItIsAskedNotWhenItIsMade() {
        Uni<Finding> later = questions.ask(
                limit -> {
                    limits.add(limit);
                    return Uni.createFrom().voidItem();
                },
                GOOD,
                Finding::fault);
        pass(Duration.ofSeconds(15));
        assertEquals(GOOD, later.await().indefinitely());
        assertEquals(List.of(Duration.ofSeconds(5)), limits);
    }

    /** Connections to PostgreSQL are given up when the administrator's own limit is over. */
    @ParameterizedTest
    @CsvSource({"PT3S, 3", "PT2.5S, 2", "PT0.1S, 1"})
    void aSmallerLimitCounts(Duration longest, int seconds) {
        Questions quick = new Questions(longest, nanos::get);
        assertEquals(
                Finding.fault("no answer within " + seconds + " s"),
                ask(quick, Uni.createFrom().failure(new TimeoutException())));
        assertEquals(List.of(Duration.ofSeconds(seconds)), limits);
    }

    @Test
    void theTotalIsKept() {
        pass(Duration.ofMillis(16_500));
        assertEquals(Finding.fault("no answer within 3 s"), askWithoutAnswer());
        pass(Duration.ofSeconds(3));
        Finding late = Finding.fault("not asked: the 20 s for all questions are over");
        assertEquals(late, askWithoutAnswer());
        pass(Duration.ofHours(1));
        assertEquals(late, ask(Uni.createFrom().voidItem()));
        assertEquals(List.of(Duration.ofSeconds(3)), limits);
    }
}

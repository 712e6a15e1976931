package dev.trunkline.ws;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.trunkline.ws.PingAnswers.Step;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** When a peer that does not answer is given up. */
class PingAnswersTest {

    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final PingAnswers answers = new PingAnswers(Duration.ofSeconds(30));

    /** The clock may overflow. */
    private long now = Long.MAX_VALUE - 40 * SECOND;

    private Step after(long seconds) {
        now += seconds * SECOND;
        return answers.next(now);
    }

    @Test
    void aPeerThatAnswersIsPingedAgain() {
        assertEquals(Step.PING, after(0));
        answers.came();
        assertEquals(Step.PING, after(30));
        answers.came();
        assertEquals(Step.PING, after(31));
    }

    @Test
    void aPeerThatDoesNotAnswerIsGivenUpAtTheNextPing() {
        assertEquals(Step.PING, after(0));
        assertEquals(Step.GIVE_UP, after(30));
    }

    @Test
    void anAnswerHasItsFullTimeAfterTheProcessHasStoodStill() {
        assertEquals(Step.PING, after(0));
        assertEquals(Step.WAIT, after(75));
        answers.came();
        assertEquals(Step.PING, after(30));
    }

    @Test
    void aPeerThatDoesNotAnswerAfterThatEitherIsGivenUp() {
        assertEquals(Step.PING, after(0));
        assertEquals(Step.WAIT, after(75));
        assertEquals(Step.GIVE_UP, after(30));
    }
}

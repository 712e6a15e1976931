package dev.trunkline.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LogLimitTest {

    // A clock like System.nanoTime() may be negative and wrap round.
    private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 1);
    private final LogLimit limit = new LogLimit(clock::get);

    private void pass(Duration time) {
        clock.addAndGet(time.toNanos());
    }

    @Test
    void oneLineAMinutePasses() {
        assertTrue(limit.allows("timeout"));
        assertFalse(limit.allows("timeout"));
        pass(Duration.ofSeconds(60));
        assertFalse(limit.allows("timeout"));
        pass(Duration.ofMillis(1));
        assertTrue(limit.allows("timeout"));
        assertFalse(limit.allows("timeout"));
    }

    @Test
    void aLineThatDoesNotPassDoesNotStartTheMinuteAgain() {
        assertTrue(limit.allows("timeout"));
        pass(Duration.ofSeconds(59));
        assertFalse(limit.allows("timeout"));
        pass(Duration.ofSeconds(2));
        assertTrue(limit.allows("timeout"));
    }

    @Test
    void reasonsDoNotHoldEachOtherBack() {
        assertTrue(limit.allows("timeout"));
        assertTrue(limit.allows("refused"));
        assertFalse(limit.allows("timeout"));
        assertFalse(limit.allows("refused"));
    }

    @Test
    void endlesslyManyReasonsAreBounded() {
        assertEquals(LogLimit.MAX_REASONS, passing(0));
        assertEquals(0, passing(1_000));
        pass(Duration.ofSeconds(61));
        assertEquals(LogLimit.MAX_REASONS, passing(2_000));
    }

    private long passing(int firstId) {
        return IntStream.range(firstId, firstId + 1_000)
                .filter(id -> limit.allows("no account " + id))
                .count();
    }
}

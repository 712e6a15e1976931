package dev.trunkline.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** When a network has had its share of invalid tokens. */
class InvalidTokenLimitTest {

    /** Near its end the clock overflows, as {@link System#nanoTime()} may. */
    private long now = Long.MAX_VALUE - 5;

    private final InvalidTokenLimit limit = new InvalidTokenLimit(60, () -> now);

    private void pass(Duration time) {
        now += time.toNanos();
    }

    private int until(String network) {
        int counted = 0;
        while (!limit.reached(network)) {
            limit.count(network);
            counted++;
        }
        return counted;
    }

    @Test
    void aMinutesShareComesAtOnceAndMoreAtASteadyPace() {
        assertEquals(60, until("a"));
        assertTrue(limit.reached("a"));
        pass(Duration.ofMillis(999));
        assertTrue(limit.reached("a"));
        pass(Duration.ofMillis(1));
        assertEquals(1, until("a"));
        pass(Duration.ofSeconds(10));
        assertEquals(10, until("a"));
        pass(Duration.ofMinutes(2));
        assertEquals(60, until("a"));
    }

    /** Thousands may be under way before the first answer counts. */
    @Test
    void howeverManyThereWereAMinuteIsEnough() {
        for (int i = 0; i < 10_000; i++) {
            limit.count("a");
        }
        assertTrue(limit.reached("a"));
        pass(Duration.ofMinutes(1));
        assertTrue(until("a") > 50);
    }

    @Test
    void othersHaveTheirOwn() {
        until("a");
        assertFalse(limit.reached("b"));
        assertEquals(60, until("b"));
    }

    @Test
    void aLimitOfOneHoldsForAMinute() {
        InvalidTokenLimit one = new InvalidTokenLimit(1, () -> now);
        one.count("a");
        pass(Duration.ofSeconds(59));
        assertTrue(one.reached("a"));
        pass(Duration.ofSeconds(1));
        assertFalse(one.reached("a"));
    }

    @Test
    void theLatestNetworksAreKnown() {
        until("first");
        until("second");
        for (int i = 2; i < InvalidTokenLimit.NETWORKS; i++) {
            limit.count("other" + i);
        }
        assertTrue(limit.reached("first"));
        limit.count("one more");
        assertFalse(limit.reached("first"));
        assertTrue(limit.reached("second"));
    }
}

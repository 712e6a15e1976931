package dev.trunkline.broadcast;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class BackoffTest {

    @Test
    void doublesUpToFiveSecondsWithJitter() {
        Backoff backoff = new Backoff();
        for (long step : new long[] {100, 200, 400, 800, 1_600, 3_200, 5_000, 5_000, 5_000}) {
            assertBetween(step / 2, backoff.nextMillis(), step);
        }
        backoff.reset();
        assertBetween(50, backoff.nextMillis(), 100);
    }

    private static void assertBetween(long least, long actual, long most) {
        assertTrue(least <= actual && actual <= most, () -> actual + " is not between " + least + " and " + most);
    }
}

package dev.trunkline.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The ages at which streams end. */
class StreamAgeTest {

    private static final Duration MOST = Duration.ofSeconds(100);

    @Test
    void isBetweenNineTenthsAndTheMaximum() {
        StreamAge age = new StreamAge(MOST, new Random(1));
        int[] tenths = new int[10];
        for (int i = 0; i < 10_000; i++) {
            Duration next = age.next();
            assertTrue(next.compareTo(Duration.ofSeconds(90)) >= 0 && next.compareTo(MOST) <= 0, next::toString);
            tenths[(int) Math.min(9, next.minusSeconds(90).toMillis() / 1_000)]++;
        }
        for (int number : tenths) {
            assertTrue(number > 900 && number < 1_100, () -> "not even: " + number);
        }
    }

    @Test
    void mayBeTheMaximum() {
        assertEquals(MOST, new StreamAge(MOST, () -> 0).next());
    }
}

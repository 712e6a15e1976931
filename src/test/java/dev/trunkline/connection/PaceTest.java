package dev.trunkline.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How long a client has to wait between subscriptions. */
class PaceTest {

    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final Pace pace = new Pace(60);

    @Test
    void aMinutesWorthIsFreeAndTheRestComesSteadily() {
        long now = Long.MAX_VALUE - 10 * SECOND; // The clock may overflow.
        for (int i = 0; i < 60; i++) {
            Duration pause = pace.next(now);
            assertTrue(pause.isNegative() || pause.isZero(), pause::toString);
        }
        assertEquals(Duration.ofSeconds(1), pace.next(now));
        assertEquals(Duration.ofSeconds(1), pace.next(now + SECOND));
        assertEquals(Duration.ofSeconds(1), pace.next(now + 2 * SECOND));
    }

    @Test
    void aPauseEarnsABurst() {
        for (int i = 0; i < 60; i++) {
            pace.next(0);
        }
        Duration afterTwoMinutes = pace.next(120 * SECOND);
        assertEquals(Duration.ofSeconds(-59), afterTwoMinutes);
    }
}

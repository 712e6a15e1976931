package dev.trunkline.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class OutageLogTest {

    private final List<String> lines = new ArrayList<>();
    private final AtomicLong clock = new AtomicLong();
    private final OutageLog outage = new OutageLog(lines::add, clock::get);

    private void pass(Duration time) {
        clock.addAndGet(time.toNanos());
    }

    @Test
    void aReasonIsLoggedOnce() {
        for (int i = 0; i < 3; i++) {
            outage.away("refused");
            pass(Duration.ofMinutes(2));
        }
        assertEquals(List.of("refused"), lines);
        assertTrue(outage.over());
        assertFalse(outage.over());
    }

    @Test
    void alternatingReasonsAreLoggedOnceAMinuteEach() {
        for (int i = 0; i < 60; i++) {
            outage.away(i % 2 == 0 ? "refused" : "too many clients");
            pass(Duration.ofSeconds(2));
        }
        assertEquals(List.of("refused", "too many clients", "refused", "too many clients"), lines);
        assertTrue(outage.over());
    }

    /** The first failure is often a consequence: the connection is closed, and the next attempt says why. */
    @Test
    void anotherReasonIsLoggedAtOnce() {
        outage.away("the connection was closed");
        pass(Duration.ofMillis(200));
        outage.away("NOAUTH Authentication required.");
        assertEquals(List.of("the connection was closed", "NOAUTH Authentication required."), lines);
    }

    @Test
    void aServerThatComesAndGoesIsLoggedOnceAMinute() {
        int back = 0;
        for (int i = 0; i < 12; i++) {
            outage.away("timeout");
            back += outage.over() ? 1 : 0;
            pass(Duration.ofSeconds(10));
        }
        assertEquals(List.of("timeout", "timeout"), lines);
        assertEquals(2, back);
    }
}

package dev.trunkline.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ComplaintTest {

    private final List<String> said = new ArrayList<>();
    private final AtomicLong clock = new AtomicLong();
    private final Complaint complaint = new Complaint(said::add, clock::get);

    private void pass(Duration time) {
        clock.addAndGet(time.toNanos());
    }

    @Test
    void aReasonIsSaidOnce() {
        for (int i = 0; i < 3; i++) {
            complaint.make("refused");
            pass(Duration.ofMinutes(2));
        }
        assertEquals(List.of("refused"), said);
        assertTrue(complaint.over());
        assertFalse(complaint.over());
    }

    @Test
    void reasonsThatTakeTurnsAreSaidOnceAMinute() {
        for (int i = 0; i < 60; i++) {
            complaint.make(i % 2 == 0 ? "refused" : "too many clients");
            pass(Duration.ofSeconds(2));
        }
        assertEquals(List.of("refused", "too many clients"), said);
    }

    @Test
    void whatComesAndGoesIsSaidOnceAMinute() {
        int back = 0;
        for (int i = 0; i < 12; i++) {
            complaint.make("timeout");
            back += complaint.over() ? 1 : 0;
            pass(Duration.ofSeconds(10));
        }
        assertEquals(List.of("timeout", "timeout"), said);
        assertEquals(2, back);
    }
}

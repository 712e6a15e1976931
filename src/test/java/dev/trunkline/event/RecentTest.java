package dev.trunkline.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What came last is remembered within its bounds. */
class RecentTest {

    private long now;
    private final Recent<String, Integer> recent = new Recent<>(100, () -> now);

    @Test
    void theOldestGoesWhereAllWouldBeTooLarge() {
        recent.add("a", 1, 40);
        recent.add("b", 2, 40);
        recent.add("c", 3, 20);
        assertEquals(1, recent.find("a"));
        recent.add("d", 4, 50);
        assertNull(recent.find("a"));
        assertNull(recent.find("b"));
        assertEquals(3, recent.find("c"));
        assertEquals(4, recent.find("d"));
        recent.add("too large", 5, 101);
        assertNull(recent.find("too large"));
        assertEquals(4, recent.find("d"));
    }

    @Test
    void whatComesAgainCountsOnceAndIsTheNewest() {
        for (String key : List.of("a", "b", "a", "a")) {
            recent.add(key, 1, 50);
        }
        assertEquals(1, recent.find("b"));
        recent.add("c", 3, 50);
        assertNull(recent.find("b"));
        assertEquals(1, recent.find("a"));
    }

    @Test
    void theOldGoesWithWhateverComesNext() {
        recent.add("a", 1, 1);
        now = Duration.ofSeconds(10).toNanos() + 1;
        recent.add("b", 2, 1);
        assertNull(recent.find("a"));
        assertEquals(2, recent.find("b"));
    }
}

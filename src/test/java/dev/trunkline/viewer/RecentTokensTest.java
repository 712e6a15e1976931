package dev.trunkline.viewer;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How long and how many tokens are remembered. */
class RecentTokensTest {

    private static final long BEGIN = 1_000;

    private final RecentTokens tokens = new RecentTokens(2, Duration.ofNanos(10));

    @Test
    void forItsTime() {
        assertFalse(tokens.contains("a", BEGIN));
        tokens.add("a", BEGIN);
        assertTrue(tokens.contains("a", BEGIN + 9));
        assertFalse(tokens.contains("a", BEGIN + 10));
        tokens.add("a", BEGIN + 5);
        assertTrue(tokens.contains("a", BEGIN + 14));
    }

    @Test
    void theLatest() {
        tokens.add("a", BEGIN);
        tokens.add("b", BEGIN);
        tokens.add("a", BEGIN + 1);
        tokens.add("c", BEGIN + 1);
        assertTrue(tokens.contains("a", BEGIN + 1));
        assertFalse(tokens.contains("b", BEGIN + 1));
        assertTrue(tokens.contains("c", BEGIN + 1));
    }

    @Test
    void untilItIsRemoved() {
        tokens.add("a", BEGIN);
        tokens.remove("a");
        assertFalse(tokens.contains("a", BEGIN));
    }
}

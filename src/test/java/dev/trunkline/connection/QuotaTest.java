package dev.trunkline.connection;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Counting by key, up to a limit. */
class QuotaTest {

    @Test
    void eachKeyHasItsOwnLimit() {
        Quota<String> quota = new Quota<>(2);
        assertTrue(quota.take("a"));
        assertTrue(quota.take("a"));
        assertFalse(quota.take("a"));
        assertTrue(quota.take("b"));
        quota.giveBack("a");
        assertTrue(quota.take("a"));
        assertFalse(quota.take("a"));
    }

    @Test
    void withoutALimitNothingIsFull() {
        Quota<String> quota = new Quota<>(0);
        for (int i = 0; i < 1_000; i++) {
            assertTrue(quota.take("a"));
        }
        quota.giveBack("a");
    }
}

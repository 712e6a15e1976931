package dev.trunkline.connection;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How many places a key has. */
class QuotaTest {

    @Test
    void eachKeyHasItsOwnPlacesAndAPlaceGivenBackIsFree() {
        Quota<String> quota = new Quota<>(Optional.of(2));
        assertTrue(quota.take("a"));
        assertFalse(quota.isFull("a"));
        assertTrue(quota.take("a"));
        assertTrue(quota.isFull("a"));
        assertFalse(quota.take("a"));
        assertTrue(quota.take("b"));
        quota.giveBack("a");
        assertFalse(quota.isFull("a"));
        assertTrue(quota.take("a"));
        assertFalse(quota.take("a"));
    }

    @Test
    void withoutANumberThereIsAlwaysAPlace() {
        Quota<String> quota = new Quota<>(Optional.empty());
        for (int i = 0; i < 1_000; i++) {
            assertTrue(quota.take("a"));
        }
        assertFalse(quota.isFull("a"));
        quota.giveBack("a");
    }
}

package dev.trunkline.audience;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.Set;
import org.junit.jupiter.api.Test;

class ListenersTest {

    private final Listeners listeners = new Listeners();

    private static Listener of(long account) {
        return new Listener(account, null, true, true, true);
    }

    @Test
    void keepsAnAccountUntilItsLastSubscriptionEnds() {
        listeners.joined(of(1));
        listeners.joined(of(2));
        listeners.joined(of(1));
        listeners.left(of(1));
        assertEquals(Set.of(1L, 2L), listeners.accounts());
        listeners.left(of(1));
        assertEquals(Set.of(2L), listeners.accounts());
    }

    @Test
    void leavesOutAnonymousListeners() {
        listeners.joined(of(0));
        assertEquals(Set.of(), listeners.accounts());
        listeners.left(of(0));
        assertEquals(Set.of(), listeners.accounts());
    }

    @Test
    void copiesTheSetForAnotherAccountOnly() {
        listeners.joined(of(1));
        Set<Long> before = listeners.accounts();
        listeners.joined(of(1));
        assertSame(before, listeners.accounts());
        listeners.joined(of(2));
        assertEquals(Set.of(1L), before);
    }
}

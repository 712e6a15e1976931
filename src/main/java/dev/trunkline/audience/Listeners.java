package dev.trunkline.audience;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One channel's listeners: their accounts, each once, whatever the number of its subscriptions. Thread-safe. */
public final class Listeners {

    private final Map<Long, Integer> subscriptions = new HashMap<>();
    private @Nullable Set<Long> accounts;
    private int anonymous;

    /** A subscription begins: events that arrive from now on are checked for its account, too. */
    public synchronized void joined(Listener listener) {
        if (listener.anonymous()) {
            anonymous++;
        } else if (subscriptions.merge(listener.account(), 1, Integer::sum) == 1) {
            accounts = null;
        }
    }

    /** A subscription that has begun ends. */
    public synchronized void left(Listener listener) {
        if (listener.anonymous()) {
            anonymous--;
        } else if (subscriptions.computeIfPresent(listener.account(), (account, count) -> count == 1 ? null : count - 1)
                == null) {
            accounts = null;
        }
    }

    /** Whether there are listeners at this moment that need no check. */
    synchronized boolean hasAnonymous() {
        return anonymous > 0;
    }

    /** The accounts at this moment, without the anonymous listeners, which need no check. */
    synchronized Set<Long> accounts() {
        // Copied when a status comes, not for each subscription: that would be quadratic in a rush of thousands.
        Set<Long> current = accounts;
        if (current == null) {
            current = Set.copyOf(subscriptions.keySet());
            accounts = current;
        }
        return current;
    }
}

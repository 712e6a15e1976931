package dev.trunkline.audience;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The accounts that listen to one channel now, each once however many subscriptions it has. Thread-safe. */
public final class Listeners {

    private final Map<Long, Integer> subscriptions = new HashMap<>();
    private @Nullable Set<Long> accounts;

    /** A subscription begins: whatever arrives from now on is checked for its viewer, too. */
    public synchronized void joined(Listener listener) {
        if (!listener.anonymous() && subscriptions.merge(listener.account(), 1, Integer::sum) == 1) {
            accounts = null;
        }
    }

    /** A subscription that had begun ends. */
    public synchronized void left(Listener listener) {
        if (!listener.anonymous()
                && subscriptions.computeIfPresent(listener.account(), (account, count) -> count == 1 ? null : count - 1)
                        == null) {
            accounts = null;
        }
    }

    /** The accounts at this moment; anonymous listeners, of whom nothing has to be asked, are not among them. */
    synchronized Set<Long> accounts() {
        // Made when a status comes, not when somebody does: in a rush of thousands that would be quadratic.
        Set<Long> current = accounts;
        if (current == null) {
            current = Set.copyOf(subscriptions.keySet());
            accounts = current;
        }
        return current;
    }
}

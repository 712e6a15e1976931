package dev.trunkline.audience;

import dev.trunkline.event.Event;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;

/**
 * Counts the statuses that are withheld from viewers who come back: once for each status and reason, since many viewers miss
 * the same ones. Thread-safe.
 */
final class ReplayWithholdings {

    private final Withholdings withholdings;

    /** Forgotten with the event, which the history keeps for its time. */
    private final Map<Event, Set<Withheld>> counted = new WeakHashMap<>();

    ReplayWithholdings(Withholdings withholdings) {
        this.withholdings = withholdings;
    }

    void count(Event event, CheckResult.Failed failed) {
        boolean first;
        synchronized (this) {
            first = counted.computeIfAbsent(event, status -> EnumSet.noneOf(Withheld.class))
                    .add(failed.reason());
        }
        if (first) {
            withholdings.count(failed);
        }
    }
}

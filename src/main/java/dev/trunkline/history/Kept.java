package dev.trunkline.history;

import dev.trunkline.event.Event;
import org.jspecify.annotations.Nullable;

/** An event that is kept, or what is known of it when it is kept no longer. */
public abstract class Kept {

    /** By how much the clocks of processes may differ, in milliseconds. */
    private static final long MOST_CLOCKS_DIFFER = 10_000;

    final EventId id;

    /** Its number in this process; 0 if another process has kept it. */
    final long number;

    /** When it arrived, as {@link System#nanoTime()} counts. */
    final long nanos;

    Kept(EventId id, long number, long nanos) {
        this.id = id;
        this.number = number;
        this.nanos = nanos;
    }

    /** The event; null when it is kept no longer. */
    public abstract @Nullable Event event();

    /**
     * Whether it is the event that an id means.
     *
     * @param certainly whether it has to be that one for certain, and no other with the same text
     */
    boolean isMeantBy(EventId other, boolean certainly) {
        if (id.fingerprint() != other.fingerprint()) {
            return false;
        }
        if (id.process() == other.process()) {
            return id.number() == other.number();
        }
        if (id.millis() > other.millis() + MOST_CLOCKS_DIFFER) {
            // The same text once more, later: who has got the earlier one would miss what came in between.
            return false;
        }
        boolean unknown = id.before() == 0 || other.before() == 0;
        return unknown ? !certainly : id.before() == other.before();
    }
}

package dev.trunkline.history;

import dev.trunkline.event.Event;
import org.jspecify.annotations.Nullable;

/** An event that is kept, or what is known of it when it is kept no longer. */
public final class Kept {

    /** What it takes besides the payload, roughly, in bytes: itself, the event, its id, its places in the queues. */
    static final int OVERHEAD = 320;

    /** By how much the clocks of processes may differ, in milliseconds. */
    private static final long MOST_CLOCKS_DIFFER = 10_000;

    final EventId id;

    /** Its number in this process; 0 if another process has kept it. */
    final long number;

    /** When it arrived, as {@link System#nanoTime()} counts. */
    final long nanos;

    /** Null if another process has kept it. */
    final @Nullable Owner owner;

    private volatile @Nullable Event event;

    /** Where the channel's events are kept. */
    interface Owner {

        /** Removes the oldest event, which is kept no longer. */
        void removeOldest(Missed reason);
    }

    Kept(EventId id, long number, long nanos, Event event, @Nullable Owner owner) {
        this.id = id;
        this.number = number;
        this.nanos = nanos;
        this.event = event;
        this.owner = owner;
    }

    /** The event; null when it is kept no longer. */
    public @Nullable Event event() {
        return event;
    }

    /** It is kept no longer. Returns the event; null if it was not kept before. */
    @Nullable
    Event drop() {
        Event former = event;
        event = null;
        return former;
    }

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

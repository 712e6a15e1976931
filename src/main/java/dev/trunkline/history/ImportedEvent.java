package dev.trunkline.history;

import dev.trunkline.event.Event;
import org.jspecify.annotations.Nullable;

/** An event that another process has kept. */
final class ImportedEvent extends Kept {

    /** What it takes besides the payload, roughly, in bytes: itself, the event, its id, its place in a list. */
    static final int OVERHEAD = 320;

    private volatile @Nullable Event event;

    /** @param nanos when it arrived there, as {@link System#nanoTime()} counts here */
    ImportedEvent(EventId id, long nanos, Event event) {
        super(id, 0, nanos);
        this.event = event;
    }

    @Override
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
}

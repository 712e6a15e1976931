package dev.trunkline.history;

import dev.trunkline.event.Event;
import dev.trunkline.event.Message;
import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/**
 * An event that this process keeps. There are very many of them, and hardly any is ever asked for: the message stands in the
 * {@link Segment} as bytes, and the event is made when somebody wants it.
 */
final class StoredEvent extends Kept {

    /** What it takes besides the message, roughly, in bytes: itself, its id, its places in the queues. */
    static final int OVERHEAD = 160;

    /** Where the channel's events are kept. */
    interface Owner {

        /** Removes the oldest event, which is kept no longer. */
        void removeOldest(Missed reason);
    }

    final Owner owner;

    private final int place;

    /** Null when it is kept no longer. */
    private volatile @Nullable Segment segment;

    /** Those who come back together get the same event, which is then framed once. */
    private volatile @Nullable WeakReference<Event> made;

    /** @param place of the message in the segment, which counts this event already */
    StoredEvent(EventId id, long number, long nanos, Owner owner, Segment segment, int place) {
        super(id, number, nanos);
        this.owner = owner;
        this.segment = segment;
        this.place = place;
    }

    @Override
    public @Nullable Event event() {
        Segment from = segment;
        if (from == null) {
            return null;
        }
        WeakReference<Event> former = made;
        Event event = former == null ? null : former.get();
        return event == null ? make(from) : event;
    }

    private @Nullable Event make(Segment from) {
        synchronized (from) {
            // Once dropped, the segment may have other messages in this place.
            if (segment == null) {
                return null;
            }
            WeakReference<Event> former = made;
            Event event = former == null ? null : former.get();
            if (event == null) {
                Message message = from.read(place);
                event = Event.again(message, nanos, id.text(), number);
                made = new WeakReference<>(event);
            }
            return event;
        }
    }

    /** Where its message is; null if it is not kept. */
    @Nullable
    Segment segment() {
        return segment;
    }

    /** Whether it is kept. */
    boolean isKept() {
        return segment != null;
    }

    /** It is kept no longer. Returns where it was kept; null if it was not. */
    @Nullable
    Segment drop() {
        Segment former = segment;
        if (former != null) {
            synchronized (former) {
                segment = null;
            }
        }
        return former;
    }
}

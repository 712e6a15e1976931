package dev.trunkline.history;

import dev.trunkline.event.Event;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The events of all channels that are kept, in the order of their arrival: bounded by age and as a whole. Guarded by {@link History}.
 */
final class Store {

    private final long limit;
    private final long age;
    private final Deque<StoredEvent> queue = new ArrayDeque<>();
    private final MessageLog messages;
    private int count;

    /**
     * @param limit bytes
     * @param age nanoseconds
     */
    Store(long limit, long age) {
        this.limit = limit;
        this.age = age;
        this.messages = new MessageLog(limit);
    }

    /** Approximate bytes of what is kept. */
    long bytes() {
        return messages.bytes() + (long) StoredEvent.OVERHEAD * queue.size();
    }

    /** How many events are kept. */
    int count() {
        return count;
    }

    /** Keeps an event. */
    StoredEvent add(EventId id, long number, long nanos, StoredEvent.Owner owner, Event event) {
        StoredEvent added = messages.add(id, number, nanos, owner, event);
        queue.addLast(added);
        count++;
        return added;
    }

    /** An event that is no longer in its ring is not kept. Only its place in the queue stays, until its turn comes. */
    void drop(StoredEvent former) {
        messages.remove(former);
        count--;
    }

    /**
     * Drops the oldest that are too old or too many.
     *
     * @param elsewhere bytes of the limit that are taken by others
     */
    void relieve(long now, long elsewhere) {
        for (StoredEvent oldest = queue.peek(); oldest != null; oldest = queue.peek()) {
            boolean kept = oldest.isKept();
            boolean old = now - oldest.nanos > age;
            if (kept && !old && bytes() + elsewhere <= limit) {
                return;
            }
            queue.remove();
            if (kept) {
                oldest.owner.removeOldest(old ? Missed.EXPIRED : Missed.TOO_MANY);
                drop(oldest);
            }
        }
        messages.shrink();
    }
}

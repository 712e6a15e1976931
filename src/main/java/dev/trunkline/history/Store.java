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
    private final Deque<Kept> queue = new ArrayDeque<>();
    private final KeptMessages messages = new KeptMessages();
    private long bytes;
    private int count;

    /**
     * @param limit bytes
     * @param age nanoseconds
     */
    Store(long limit, long age) {
        this.limit = limit;
        this.age = age;
    }

    /** Approximate bytes of what is kept. */
    long bytes() {
        return bytes;
    }

    /** How many events are kept. */
    int count() {
        return count;
    }

    void add(Kept added) {
        queue.addLast(added);
        bytes += Kept.OVERHEAD;
        count++;
        Event event = added.event();
        if (event != null) {
            bytes += messages.add(event);
        }
    }

    /** An event that is no longer in its ring is not kept. Only its place in the queue stays, until its turn comes. */
    void drop(Kept former) {
        Event event = former.drop();
        if (event != null) {
            bytes -= messages.remove(event);
        }
        count--;
    }

    /**
     * Drops the oldest that are too old or too many.
     *
     * @param elsewhere bytes of the limit that are taken by others
     */
    void relieve(long now, long elsewhere) {
        for (Kept oldest = queue.peek(); oldest != null; oldest = queue.peek()) {
            boolean kept = oldest.event() != null;
            boolean old = now - oldest.nanos > age;
            if (kept && !old && bytes + elsewhere <= limit) {
                return;
            }
            queue.remove();
            if (kept) {
                if (oldest.owner != null) {
                    oldest.owner.removeOldest(old ? Missed.EXPIRED : Missed.TOO_MANY);
                }
                drop(oldest);
            }
            bytes -= Kept.OVERHEAD;
        }
    }
}

package dev.trunkline.history;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The events of one channel that are kept, in the order of their arrival, and from where on they are complete. Guarded by
 * {@link History}.
 */
final class Ring implements StoredEvent.Owner {

    /** How many events in front of one tell it apart from others with the same text. */
    private static final int BEFORE = 4;

    private final Deque<StoredEvent> kept = new ArrayDeque<>(4);

    /** The newest event that is kept no longer: who has got it has missed nothing if nothing was lost since. */
    private @Nullable Kept base;

    private @Nullable Foreign foreign;

    /** Events up to this number are not, or not all, here. */
    private long lostTo = Long.MAX_VALUE;

    private Missed lostBy = Missed.UNKNOWN_ID;

    /** When the newest of them had arrived, in milliseconds since 1970. */
    private long lostMillis;

    /** The fingerprints of the newest events. */
    private final long[] newest = new long[BEFORE];

    /** How many events have come since {@link #begin}. */
    private long came;

    /** An event that only another process has kept, and this process's number up to which nothing came behind it on a stream. */
    private record Foreign(List<String> channels, EventId id, long end) {}

    /** Whether every event comes. */
    boolean begun() {
        return lostTo != Long.MAX_VALUE;
    }

    /** From here on every event comes. */
    void begin(long number) {
        lostTo = number;
        came = 0;
    }

    /**
     * No event comes until {@link #begin}, and what is here is no longer of use.
     *
     * @param millis now, in milliseconds since 1970
     */
    void interrupt(Missed reason, long millis, Consumer<StoredEvent> dropped) {
        while (!kept.isEmpty()) {
            StoredEvent oldest = kept.removeFirst();
            base = oldest;
            dropped.accept(oldest);
        }
        begin(Long.MAX_VALUE);
        lostBy = reason;
        lostMillis = millis;
    }

    /** A number for the newest events, the same in every process that has heard them; 0 as long as too few have come. */
    int newest() {
        if (came < BEFORE) {
            return 0;
        }
        long hash = 0;
        for (int i = 0; i < BEFORE; i++) {
            hash = hash * 31 + newest[(int) ((came + i) % BEFORE)];
        }
        int part = (int) (hash >>> Integer.SIZE);
        return part == 0 ? 1 : part;
    }

    void add(StoredEvent event) {
        kept.addLast(event);
        newest[(int) (came++ % BEFORE)] = event.id.fingerprint();
    }

    @Override
    public void removeOldest(Missed reason) {
        StoredEvent oldest = kept.removeFirst();
        base = oldest;
        if (lostTo < oldest.number) {
            lostTo = oldest.number;
            lostBy = reason;
            lostMillis = oldest.id.millis();
        }
    }

    /** Behind this event, which another process has kept, nothing came on these channels of a stream up to this number. */
    void nothingSince(EventId id, List<String> channels, long end) {
        foreign = new Foreign(channels, id, end);
    }

    /**
     * The number behind which everything came that came behind the event of this id; negative if that is not known.
     *
     * @param channels of the stream
     * @param certainly whether an event counts only if it is that one, and no other with the same text
     */
    long position(EventId id, List<String> channels, boolean certainly) {
        Kept event = base != null && base.isMeantBy(id, certainly) ? base : find(id, kept, certainly);
        if (event != null) {
            return event.number;
        }
        // What was asked for one stream says nothing of another's other channel.
        Foreign known = foreign;
        return known != null && id.equals(known.id) && channels.equals(known.channels) ? known.end : -1;
    }

    /** The earliest of these events that the id means; null if it means none of them. */
    static @Nullable Kept find(EventId id, Iterable<? extends Kept> events, boolean certainly) {
        for (Kept event : events) {
            if (event.isMeantBy(id, certainly)) {
                return event;
            }
        }
        return null;
    }

    /** From which number on all events are here. */
    long completeFrom() {
        return lostTo;
    }

    /** Why not all events behind this number are here; null if they are. */
    @Nullable
    Missed lostSince(long number) {
        return number < lostTo ? lostBy : null;
    }

    /** Why the event of an id may not be here that is not. */
    Missed lostBy(EventId id) {
        return id.millis() <= lostMillis ? lostBy : Missed.UNKNOWN_ID;
    }

    /** Adds the events behind this number to the list, the oldest first. */
    void after(long number, List<Kept> to) {
        int before = to.size();
        for (Iterator<StoredEvent> newestFirst = kept.descendingIterator(); newestFirst.hasNext(); ) {
            Kept event = newestFirst.next();
            if (event.number <= number) {
                break;
            }
            to.add(event);
        }
        Collections.reverse(to.subList(before, to.size()));
    }
}

package dev.trunkline.history;

import dev.trunkline.event.Event;
import dev.trunkline.event.Message;
import dev.trunkline.event.MessageBytes;
import org.jspecify.annotations.Nullable;

/**
 * The messages of the events that are kept, as bytes, in the order of their arrival. The events of one status on many home timelines,
 * which come close to each other, have one message here. Guarded by {@link History}.
 */
final class MessageLog {

    /** Large enough for collectors that leave large arrays where they are, small beside the limit. */
    private static final int MOST_SEGMENT = 256 << 10;

    /** A part of the limit. */
    private static final int SEGMENTS = 32;

    /** A message is looked for in so many of the newest segments: one that comes again and again must not keep an old one in use. */
    private static final int SEARCHED = 4;

    /** Larger than the number of messages of usual size in those. */
    private static final int PLACES = 1 << 10;

    private final int segmentSize;

    /** Those in which messages are looked for, by their numbers; the others are nowhere but in their events. */
    private final @Nullable Segment[] newest = new Segment[SEARCHED];

    /** In which segment messages are, by their fingerprints, and where; a newer one takes an older one's place. */
    private final long[] numbers = new long[PLACES];

    private final int[] places = new int[PLACES];

    /** To which messages are appended; null if there is none. */
    private @Nullable Segment last;

    /** One that waits to be used again. */
    private @Nullable Segment spare;

    private long begun;
    private long bytes;

    /** @param limit of all bytes */
    MessageLog(long limit) {
        segmentSize = (int) Math.min(MOST_SEGMENT, limit / SEGMENTS);
    }

    /** The bytes of all segments that are in use. */
    long bytes() {
        return bytes;
    }

    /** Keeps an event's message. */
    StoredEvent add(EventId id, long number, long nanos, StoredEvent.Owner owner, Event event) {
        Message message = event.message();
        int slot = (int) event.fingerprint() & (PLACES - 1);
        Segment segment = newest[index(numbers[slot])];
        if (segment == null || segment.number() != numbers[slot] || !segment.holds(message, places[slot])) {
            int size = MessageBytes.size(message);
            segment = withRoomFor(size);
            numbers[slot] = segment.number();
            places[slot] = segment.append(message, size);
        }
        segment.addEvent();
        return new StoredEvent(id, number, nanos, owner, segment, places[slot]);
    }

    private Segment withRoomFor(int size) {
        if (size > segmentSize) {
            return begin(new Segment(size));
        }
        Segment former = last;
        if (former != null && former.hasRoomFor(size)) {
            return former;
        }
        Segment next = spare == null ? new Segment(segmentSize) : spare;
        spare = null;
        last = next;
        return begin(next);
    }

    private Segment begin(Segment segment) {
        segment.begin(++begun);
        newest[index(begun)] = segment;
        bytes += segment.size();
        return segment;
    }

    private static int index(long number) {
        return (int) (number % SEARCHED);
    }

    /** An event is kept no longer. */
    void remove(StoredEvent event) {
        Segment segment = event.drop();
        if (segment != null && segment.removeEvent()) {
            bytes -= segment.size();
            int index = index(segment.number());
            if (segment.equals(newest[index])) {
                newest[index] = null;
            }
            segment.end();
            if (segment.equals(last)) {
                last = null;
            }
            if (segment.size() == segmentSize) {
                spare = segment;
            }
        }
    }

    /** Nothing is likely to be kept soon. */
    void shrink() {
        spare = null;
    }
}

package dev.trunkline.history;

import dev.trunkline.event.Message;
import dev.trunkline.event.MessageBytes;
import java.lang.ref.WeakReference;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Messages one behind the other in one array. It is used again when no event has any of them: to the garbage collector, everything
 * that is kept is a few arrays that stay where they are.
 *
 * <p>{@link MessageLog} writes; whoever reads holds the monitor.
 */
final class Segment {

    private final byte[] bytes;
    private int end;

    /** How many events have one of its messages. */
    private int events;

    /** Its number among the segments in the order in which they were begun; 0 while it is not in use. */
    private long number;

    /** Messages that somebody has asked for, by their places: events of one message that are made have one again. */
    private @Nullable Map<Integer, WeakReference<Message>> read;

    Segment(int size) {
        bytes = new byte[size];
    }

    int size() {
        return bytes.length;
    }

    long number() {
        return number;
    }

    boolean hasRoomFor(int size) {
        return size <= bytes.length - end;
    }

    /** From now on it takes messages. */
    synchronized void begin(long newNumber) {
        number = newNumber;
        end = 0;
        read = null;
    }

    /** Appends a message, for which there is room, and returns its place. */
    int append(Message message, int size) {
        int place = end;
        // Nobody reads behind the end.
        MessageBytes.write(message, bytes, place);
        end += size;
        return place;
    }

    boolean holds(Message message, int place) {
        return MessageBytes.isAt(message, bytes, place);
    }

    void addEvent() {
        events++;
    }

    /** One event less has a message of these. Returns whether none has any. */
    boolean removeEvent() {
        return --events == 0;
    }

    /** It is out of use. */
    void end() {
        number = 0;
    }

    /** The message in a place. Called with the monitor. */
    Message read(int place) {
        Map<Integer, WeakReference<Message>> known = read;
        if (known == null) {
            known = new HashMap<>();
            read = known;
        }
        WeakReference<Message> former = known.get(place);
        Message message = former == null ? null : former.get();
        if (message == null) {
            message = MessageBytes.read(bytes, place);
            known.put(place, new WeakReference<>(message));
        }
        return message;
    }
}

package dev.trunkline.fanout;

import dev.trunkline.connection.Connection;
import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Consumer;

/**
 * Where what a client with ids has missed meets what comes: each event once, in one order (protocol, section 12). While events are
 * replayed, those that come are held back. Used on the connection's event loop only.
 */
final class Seam {

    private final Connection connection;
    private final Queue<Held> held = new ArrayDeque<>(0);

    /** Whether events are held back. */
    private boolean replaying;

    /** Events up to this number have been replayed. */
    private long replayed;

    /** The last outage that the client knows of. */
    private long outage;

    private record Held(long number, ByteBuf frame) {}

    /**
     * @param replaying whether the client gets what it has missed first
     * @param outage the number of the last outage of Redis; it concerns only those who were there before
     */
    Seam(Connection connection, boolean replaying, long outage) {
        this.connection = connection;
        this.replaying = replaying;
        this.outage = outage;
    }

    /**
     * Whether an event that comes is one for this client.
     *
     * @param number the event's; 0 if it came before the client listened, negative if it tells of an outage
     */
    boolean takes(long number) {
        if (number >= 0) {
            return number > replayed;
        }
        if (-number <= outage) {
            // The stream's other channel has told it.
            return false;
        }
        outage = -number;
        return true;
    }

    /** Whether an event is behind all that was replayed. */
    boolean isNew(long number) {
        return number > replayed;
    }

    /** Whether events are held back now. */
    boolean holds() {
        return replaying;
    }

    /** Holds a frame back; the connection ends if too many are. */
    void hold(long number, ByteBuf frame) {
        int size = frame.readableBytes();
        held.add(new Held(number, frame.retain()));
        connection.holding(1, size);
    }

    /**
     * Everything that was missed has been written.
     *
     * @param upTo the number up to which that was
     * @param next gets what was held back meanwhile and is behind that
     */
    void close(long upTo, Consumer<ByteBuf> next) {
        replayed = Math.max(replayed, upTo);
        replaying = false;
        for (Held oldest = held.poll(); oldest != null; oldest = held.poll()) {
            letGo(oldest);
            if (takes(oldest.number)) {
                next.accept(oldest.frame);
            }
            oldest.frame.release();
        }
    }

    /** Lets go of everything. */
    void drop() {
        for (Held oldest = held.poll(); oldest != null; oldest = held.poll()) {
            letGo(oldest);
            oldest.frame.release();
        }
    }

    private void letGo(Held gone) {
        int size = gone.frame.readableBytes();
        connection.holding(-1, -size);
    }
}

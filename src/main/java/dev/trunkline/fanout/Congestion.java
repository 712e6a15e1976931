package dev.trunkline.fanout;

import dev.trunkline.broadcast.Broadcaster;

/**
 * Bounds the events that wait in the lanes: while one lane holds too much, the broadcaster reads no further, so that a process
 * that cannot keep up does not fill its memory.
 */
final class Congestion {

    /** Bytes in one lane at which reading stops, and below which it continues. */
    static final long HIGH = 16 << 20;

    private final Broadcaster broadcaster;
    private int congestedLanes;

    Congestion(Broadcaster broadcaster) {
        this.broadcaster = broadcaster;
    }

    /** Called when a lane's weight has grown by {@code added} to {@code now}. */
    void grown(long now, long added) {
        if (now >= HIGH && now - added < HIGH) {
            change(1);
        }
    }

    /** Called when a lane's weight has shrunk by {@code removed} to {@code now}. */
    void shrunk(long now, long removed) {
        if (now < HIGH && now + removed >= HIGH) {
            change(-1);
        }
    }

    private synchronized void change(int lanes) {
        congestedLanes += lanes;
        if (congestedLanes == 1 && lanes > 0) {
            broadcaster.pause();
        } else if (congestedLanes == 0) {
            broadcaster.resume();
        }
    }
}

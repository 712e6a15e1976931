package dev.trunkline.fanout;

import dev.trunkline.broadcast.Broadcaster;

/**
 * Bounds what waits in the lanes: while one of them holds more than its share, nothing is read from the broadcaster, so that
 * a process that cannot keep up does not fill its memory.
 */
final class Congestion {

    /** Bytes in one lane at which reading stops, and below which it goes on. */
    static final long HIGH = 16 << 20;

    private final Broadcaster broadcaster;
    private int congestedLanes;

    Congestion(Broadcaster broadcaster) {
        this.broadcaster = broadcaster;
    }

    /** A lane's weight has grown by {@code added} and is {@code now}. */
    void grown(long now, long added) {
        if (now >= HIGH && now - added < HIGH) {
            change(1);
        }
    }

    /** A lane's weight has shrunk by {@code removed} and is {@code now}. */
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

package dev.trunkline.delivery;

import dev.trunkline.audience.Judged;
import dev.trunkline.event.Encoding;
import dev.trunkline.viewer.Viewer;
import io.netty.buffer.ByteBuf;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One event on its way to the lanes of a channel. Its frames are encoded when the first connection asks for them, once per
 * encoding, and freed when the last lane is through with it.
 */
final class Delivery {

    /** What an event weighs in a lane's queue besides its payload, roughly. */
    private static final int OVERHEAD = 256;

    private final Judged judged;
    private final Map<Encoding, ByteBuf> frames = new HashMap<>(4);
    private final AtomicInteger lanes;

    Delivery(Judged judged, int lanes) {
        this.judged = judged;
        this.lanes = new AtomicInteger(lanes);
    }

    boolean admits(Viewer viewer) {
        return judged.verdicts().admits(viewer);
    }

    String eventName() {
        return judged.event().name();
    }

    /** Bytes that it holds while it waits. */
    int weight() {
        return OVERHEAD + judged.event().payload().length;
    }

    /** The shared bytes of the event; whoever keeps them takes a reference. */
    synchronized ByteBuf frame(Encoding encoding) {
        return frames.computeIfAbsent(encoding, missing -> missing.encode(judged.event()));
    }

    /** A lane is through with it. */
    void release() {
        if (lanes.decrementAndGet() == 0) {
            frames.values().forEach(ByteBuf::release);
        }
    }
}

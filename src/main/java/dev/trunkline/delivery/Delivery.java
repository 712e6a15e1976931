package dev.trunkline.delivery;

import dev.trunkline.audience.Judged;
import dev.trunkline.audience.Listener;
import dev.trunkline.event.Encoding;
import dev.trunkline.event.Event;
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
    /** By variant of the event and by encoding. */
    private final Map<Event, Map<Encoding, ByteBuf>> frames = new HashMap<>(4);

    private final AtomicInteger lanes;

    Delivery(Judged judged, int lanes) {
        this.judged = judged;
        this.lanes = new AtomicInteger(lanes);
    }

    boolean admits(Listener listener) {
        return judged.eventFor(listener) != null;
    }

    String eventName() {
        return judged.event().name();
    }

    /** Bytes that it holds while it waits. */
    int weight() {
        return OVERHEAD + judged.event().payload().length;
    }

    /** The shared bytes of what a listener gets, who must be admitted; whoever keeps them takes a reference. */
    ByteBuf frame(Listener listener, Encoding encoding) {
        Event event = judged.eventFor(listener);
        if (event == null) {
            throw new IllegalStateException("The listener is not admitted");
        }
        return frame(event, encoding);
    }

    private synchronized ByteBuf frame(Event event, Encoding encoding) {
        return frames.computeIfAbsent(event, missing -> new HashMap<>(4))
                .computeIfAbsent(encoding, missing -> missing.encode(event));
    }

    /** A lane is through with it. */
    void release() {
        if (lanes.decrementAndGet() == 0) {
            frames.values().forEach(variants -> variants.values().forEach(ByteBuf::release));
        }
    }
}

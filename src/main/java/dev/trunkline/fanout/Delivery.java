package dev.trunkline.fanout;

import dev.trunkline.audience.Judged;
import dev.trunkline.audience.Listener;
import dev.trunkline.audience.Verdict;
import dev.trunkline.event.Encoding;
import io.netty.buffer.ByteBuf;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * One event on its way to the lanes of a channel. Its frames are encoded when the first connection asks for them, once per
 * encoding, and freed when the last lane is through with it.
 */
final class Delivery {

    /** What an event weighs in a lane's queue besides its payload, roughly. */
    private static final int OVERHEAD = 256;

    private final Judged judged;
    /** Those that many accounts get, by encoding. */
    private final Map<Verdict, Map<Encoding, ByteBuf>> frames = new HashMap<>(4);

    private final AtomicInteger lanes;

    Delivery(Judged judged, int lanes) {
        this.judged = judged;
        this.lanes = new AtomicInteger(lanes);
    }

    boolean admits(Listener listener) {
        return judged.verdictFor(listener).admits();
    }

    String eventName() {
        return judged.event().name();
    }

    /** When the event came; see {@link dev.trunkline.event.Event#arrived()}. */
    long arrived() {
        return judged.event().arrived();
    }

    /** Bytes that it holds while it waits. */
    int weight() {
        return OVERHEAD + judged.event().payload().length;
    }

    /** Hands over what a listener gets, who must be admitted; the frame is lent for the call. */
    void deliver(Listener listener, Encoding encoding, Consumer<ByteBuf> recipient) {
        Verdict verdict = judged.verdictFor(listener);
        if (verdict.isShared()) {
            recipient.accept(sharedFrame(verdict, encoding));
            return;
        }
        // One account's: kept for nobody, so that it is in memory only while it waits for a reader.
        ByteBuf frame = encoding.encode(verdict.apply(judged.event()));
        try {
            recipient.accept(frame);
        } finally {
            frame.release();
        }
    }

    private synchronized ByteBuf sharedFrame(Verdict verdict, Encoding encoding) {
        return frames.computeIfAbsent(verdict, missing -> new HashMap<>(4))
                .computeIfAbsent(encoding, missing -> missing.encode(verdict.apply(judged.event())));
    }

    /** A lane is through with it. */
    void release() {
        if (lanes.decrementAndGet() == 0) {
            frames.values().forEach(encoded -> encoded.values().forEach(ByteBuf::release));
        }
    }
}

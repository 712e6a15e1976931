package dev.trunkline.fanout;

import dev.trunkline.audience.Listener;
import dev.trunkline.audience.Verdict;
import dev.trunkline.event.Encoding;
import io.netty.buffer.ByteBuf;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A delivery in the hands of one lane. It remembers the last verdict and the last frame: a listener's verdict is looked up
 * once, and most connections get the same frame as the one before. Used on the lane's event loop only.
 */
final class LaneDelivery {

    private final Delivery delivery;

    private @Nullable Listener lastListener;
    private Verdict lastVerdict = Verdict.NOTHING;

    private @Nullable ByteBuf frame;
    private @Nullable Encoding frameEncoding;
    private Verdict frameVerdict = Verdict.NOTHING;

    LaneDelivery(Delivery delivery) {
        this.delivery = delivery;
    }

    String eventName() {
        return delivery.eventName();
    }

    boolean admits(Listener listener) {
        return verdictFor(listener).admits();
    }

    /** Passes on the frame for a listener who is admitted. The frame is lent for the call. */
    void deliver(Listener listener, Encoding encoding, Consumer<ByteBuf> recipient) {
        Verdict verdict = verdictFor(listener);
        if (verdict.isShared()) {
            recipient.accept(sharedFrame(verdict, encoding));
            return;
        }
        // One account's: not kept, so that it is in memory only while it waits for its reader.
        ByteBuf own = delivery.encode(verdict, encoding);
        try {
            recipient.accept(own);
        } finally {
            own.release();
        }
    }

    @SuppressWarnings("ReferenceEquality") // the same listener is asked for twice in a row, and equals costs more
    private Verdict verdictFor(Listener listener) {
        if (listener != lastListener) {
            lastVerdict = delivery.verdictFor(listener);
            lastListener = listener;
        }
        return lastVerdict;
    }

    private ByteBuf sharedFrame(Verdict verdict, Encoding encoding) {
        ByteBuf last = frame;
        if (last != null && verdict == frameVerdict && encoding.equals(frameEncoding)) {
            return last;
        }
        ByteBuf found = delivery.sharedFrame(verdict, encoding);
        frame = found;
        frameVerdict = verdict;
        frameEncoding = encoding;
        return found;
    }
}

package dev.trunkline.fanout;

import dev.trunkline.audience.Listener;
import dev.trunkline.audience.Verdict;
import dev.trunkline.event.Encoding;
import io.netty.buffer.ByteBuf;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A delivery in the hands of one lane. It remembers the last verdict and the last frame: a listener's verdict is looked up
 * once, and most connections get the same frame as the one before. Used on the lane's event loop only.
 */
final class LaneDelivery {

    private final Delivery delivery;
    private final Lane lane;

    private @Nullable Listener lastListener;
    private Verdict lastVerdict = Verdict.NOTHING;

    private @Nullable ByteBuf frame;
    private @Nullable Encoding frameEncoding;
    private Verdict frameVerdict = Verdict.NOTHING;

    /** The frames that only the account gets whose connections have their turn. */
    private final Map<Encoding, ByteBuf> own = new HashMap<>(4);

    private Verdict ownVerdict = Verdict.NOTHING;

    LaneDelivery(Delivery delivery, Lane lane) {
        this.delivery = delivery;
        this.lane = lane;
    }

    String eventName() {
        return delivery.eventName();
    }

    /** See {@link dev.trunkline.event.Event#number()}. */
    long number() {
        return delivery.number();
    }

    /** See {@link dev.trunkline.event.Event#id()}. */
    byte @Nullable [] id() {
        return delivery.id();
    }

    boolean admits(Listener listener) {
        return verdictFor(listener).admits();
    }

    /** Passes on the frame for a listener who is admitted. The frame is lent for the call. */
    void deliver(Listener listener, Encoding encoding, Consumer<ByteBuf> recipient) {
        Verdict verdict = verdictFor(listener);
        recipient.accept(verdict.isShared() ? sharedFrame(verdict, encoding) : ownFrame(verdict, encoding));
    }

    /** Called once when all have got it. */
    void release() {
        own.values().forEach(ByteBuf::release);
        own.clear();
    }

    /** One account's: kept only during the account's turn, so that it is in memory only while it waits for its readers. */
    private ByteBuf ownFrame(Verdict verdict, Encoding encoding) {
        if (verdict != ownVerdict) {
            release();
            ownVerdict = verdict;
        }
        ByteBuf known = own.get(encoding);
        if (known != null) {
            return known;
        }
        ByteBuf made = delivery.encode(verdict, encoding);
        own.put(encoding, made);
        lane.grown(made.readableBytes());
        return made;
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
        lane.grown(found.readableBytes());
        frame = found;
        frameVerdict = verdict;
        frameEncoding = encoding;
        return found;
    }
}

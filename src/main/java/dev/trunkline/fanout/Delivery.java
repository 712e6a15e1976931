package dev.trunkline.fanout;

import dev.trunkline.audience.Judged;
import dev.trunkline.audience.Listener;
import dev.trunkline.audience.Verdict;
import dev.trunkline.event.Encoding;
import io.netty.buffer.ByteBuf;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One event on its way to the connections of a channel, shared by the channel's lanes. A frame that many accounts get is
 * encoded when the first connection asks for it, once per verdict and encoding, and freed when all that hold the delivery
 * have released it.
 */
final class Delivery {

    /** What an event weighs in a lane's queue besides its payload, roughly, in bytes. */
    private static final int OVERHEAD = 256;

    private final Judged judged;
    private final Map<Key, ByteBuf> frames = new ConcurrentHashMap<>(4);
    private final AtomicInteger holders = new AtomicInteger(1);

    private record Key(Verdict verdict, Encoding encoding) {}

    /** Held by its creator. */
    Delivery(Judged judged) {
        this.judged = judged;
    }

    Verdict verdictFor(Listener listener) {
        return judged.verdictFor(listener);
    }

    String eventName() {
        return judged.event().name();
    }

    /** See {@link dev.trunkline.event.Event#number()}. */
    long number() {
        return judged.event().number();
    }

    /** See {@link dev.trunkline.event.Event#id()}. */
    byte @Nullable [] id() {
        return judged.event().id();
    }

    /** When the event came; see {@link dev.trunkline.event.Event#arrived()}. */
    long arrived() {
        return judged.event().arrived();
    }

    /** Bytes that it holds while it waits. */
    int weight() {
        return OVERHEAD + judged.event().payload().length;
    }

    /** The frame of a verdict that many accounts share, lent until the lane releases the delivery. */
    ByteBuf sharedFrame(Verdict verdict, Encoding encoding) {
        Key key = new Key(verdict, encoding);
        ByteBuf known = frames.get(key);
        return known != null ? known : frames.computeIfAbsent(key, missing -> encode(verdict, encoding));
    }

    /** A frame of the caller's own, which the caller releases. */
    ByteBuf encode(Verdict verdict, Encoding encoding) {
        return encoding.encode(verdict.apply(judged.event()));
    }

    /** One more lane holds it. */
    void retain() {
        holders.incrementAndGet();
    }

    /** Called once by each holder, which asks for no frame afterwards. */
    void release() {
        if (holders.decrementAndGet() == 0) {
            frames.values().forEach(ByteBuf::release);
        }
    }
}

package dev.trunkline.connection;

import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.Future;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The events that one connection holds back after an outage of Redis, in their order, until its token is confirmed: a {@code kill}
 * may have been missed (protocol, section 6). Used on the connection's event loop only.
 */
final class HeldEvents {

    private final Outages outages;
    private final long limit;
    private final Supplier<Future<?>> timer;
    private final Queue<ByteBuf> frames = new ArrayDeque<>(1);
    private long bytes;
    private @Nullable Future<?> timeUp;

    /** The last outage after which the token was found valid. */
    private long confirmed;

    /**
     * @param limit bytes that may be held
     * @param timer started with the first event that is held
     */
    HeldEvents(Outages outages, long limit, Supplier<Future<?>> timer) {
        this.outages = outages;
        this.limit = limit;
        this.timer = timer;
        this.confirmed = outages.last();
    }

    /** Whether events have to be held. */
    boolean needed() {
        return confirmed != outages.last();
    }

    /** How many events are held. */
    int size() {
        return frames.size();
    }

    /** The bytes of their frames. */
    long bytes() {
        return bytes;
    }

    /** Holds a frame; false if it does not fit beside the others. */
    boolean add(ByteBuf frame) {
        int size = frame.readableBytes();
        if (frames.isEmpty()) {
            outages.holding(1);
            timeUp = timer.get();
        } else if (bytes + size > limit) {
            return false;
        }
        frames.add(frame.retain());
        bytes += size;
        return true;
    }

    /** The token is valid after this outage. */
    void confirm(long outage) {
        confirmed = Math.max(confirmed, outage);
    }

    /** Takes the oldest frame out, whose reference is the caller's; null if none is held. */
    @Nullable
    ByteBuf poll() {
        ByteBuf oldest = frames.poll();
        if (oldest != null) {
            bytes -= oldest.readableBytes();
            if (frames.isEmpty()) {
                outages.holding(-1);
                if (timeUp != null) {
                    timeUp.cancel(false);
                    timeUp = null;
                }
            }
        }
        return oldest;
    }
}

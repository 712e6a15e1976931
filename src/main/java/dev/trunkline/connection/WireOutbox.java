package dev.trunkline.connection;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;

/**
 * The outbox in front of a wire: what is written to it waits in the wire's queue, up to a limit, and counts for the sum of all.
 * Used on the connection's event loop only, except for what {@link Outbox} offers.
 */
final class WireOutbox implements Outbox {

    /** The part of the limit that is little. */
    private static final int ROOMY = 16;

    private final Wire wire;
    private final EventLoop loop;
    private final long limit;
    private final Object holder;
    private final Outboxes outboxes;
    private final Runnable ender;

    /** What it is counted with; 0 if nothing waited after the last flush. */
    private volatile long upkeep;

    /** Bytes of the frames that are held back before it. */
    private volatile long held;

    private int heldFrames;

    private boolean watched;

    /**
     * @param limit bytes that may wait
     * @param holder see {@link #holder()}
     * @param ender ends the connection whose outbox is given up
     */
    WireOutbox(Wire wire, EventLoop loop, long limit, Object holder, Outboxes outboxes, Runnable ender) {
        this.wire = wire;
        this.loop = loop;
        this.limit = limit;
        this.holder = holder;
        this.outboxes = outboxes;
        this.ender = ender;
    }

    /** Puts the frame into it, to be sent with the next flush; false if it does not fit, because the reader is slow. */
    boolean write(ByteBuf frame) {
        int size = frame.readableBytes();
        if (wire.pending() + size > limit) {
            // Frames of this turn have not been offered to the socket yet: they do not show that the reader is slow.
            wire.flush();
            long waiting = wire.pending();
            if (waiting > 0 && waiting + size > limit) {
                return false;
            }
        }
        wire.write(frame);
        return true;
    }

    /** Offers what waits to the socket. */
    void flush() {
        wire.flush();
        count();
    }

    /** Whether so little waits that one more may write at leisure. */
    boolean roomy() {
        return wire.pending() <= limit / ROOMY;
    }

    /** What is held back before it has changed. */
    void held(int frames, long bytes) {
        heldFrames = frames;
        held = bytes;
        count();
    }

    private void count() {
        long before = upkeep;
        // At least 1 while something waits, which is how the sum knows.
        long now = waiting() == 0 ? 0 : Math.max(1, wire.upkeep() + (long) heldFrames * Wire.ENTRY);
        if (now == before) {
            return;
        }
        if (!watched) {
            // Not when the connection ends: what waits for its peer takes memory until the channel is closed.
            watched = true;
            wire.whenClosed(this::count);
        }
        upkeep = now;
        outboxes.changed(this, before, now);
    }

    @Override
    public Object holder() {
        return holder;
    }

    @Override
    public long waiting() {
        return wire.pending() + held;
    }

    @Override
    public long upkeep() {
        return upkeep;
    }

    @Override
    public void recount() {
        loop.execute(this::count);
    }

    @Override
    public void giveUp(long waiting, Runnable done) {
        if (!loop.inEventLoop()) {
            loop.execute(() -> giveUp(waiting, done));
            return;
        }
        try {
            if (waiting() > waiting / 2) {
                boolean slow = wire.pending() > 0;
                ender.run();
                if (slow) {
                    // The farewell would wait behind what the peer does not read.
                    wire.reset();
                }
            }
        } finally {
            // Otherwise no other outbox would ever be given up.
            done.run();
        }
    }
}

package dev.trunkline.sse;

import dev.trunkline.connection.Wire;
import io.netty.buffer.ByteBuf;

/** The wire of a compressed stream: keeps the stream's checksum. Each frame is one of a {@link GzipCoding}. */
final class GzipWire implements Wire {

    private final Wire wire;
    private final GzipChecksum checksum;

    GzipWire(Wire wire, GzipChecksum checksum) {
        this.wire = wire;
        this.checksum = checksum;
    }

    @Override
    public void write(ByteBuf frame) {
        checksum.addFrame(frame);
        wire.write(frame);
    }

    @Override
    public void flush() {
        wire.flush();
    }

    @Override
    public long pending() {
        return wire.pending();
    }

    @Override
    public long upkeep() {
        return wire.upkeep();
    }

    @Override
    public void whenTaken(Runnable action) {
        wire.whenTaken(action);
    }

    @Override
    public void whenClosed(Runnable action) {
        wire.whenClosed(action);
    }

    @Override
    public void reset() {
        wire.reset();
    }
}

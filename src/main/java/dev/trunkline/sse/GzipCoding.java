package dev.trunkline.sse;

import dev.trunkline.event.Deflate;
import dev.trunkline.event.Encoding;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;

/**
 * One compressed event stream: a gzip member whose blocks are shared with other streams (RFC 1952). Only its checksum is its own. Used on the
 * connection's event loop only.
 */
final class GzipCoding implements SseCoding {

    /** Deflate, no flags, no time, no level, an unknown system. */
    private static final byte[] HEAD = {0x1F, (byte) 0x8B, 8, 0, 0, 0, 0, 0, 0, (byte) 0xFF};

    /** A final block without a text. */
    private static final int LAST_BLOCK = 0x03_00;

    private static final int TRAILER = Short.BYTES + 2 * Integer.BYTES;

    private final SseEncoding framing;
    private final GzipWire wire;

    /** @param wire to which the frames are written */
    GzipCoding(SseEncoding framing, GzipWire wire) {
        this.framing = framing;
        this.wire = wire;
    }

    @Override
    public Encoding events(boolean ids) {
        return new GzipEncoding(framing, ids);
    }

    @Override
    public ByteBuf frame(byte[] bytes) {
        return new GzipEncoding(framing, false).frame(Unpooled.wrappedBuffer(bytes));
    }

    @Override
    public byte[] begin(byte[] bytes) {
        ByteBuf text = Unpooled.wrappedBuffer(bytes);
        wire.begin(text);
        ByteBuf body = Unpooled.buffer(HEAD.length + Deflate.mostBytes(bytes.length));
        body.writeBytes(HEAD);
        Deflate.compress(text, body);
        return ByteBufUtil.getBytes(body);
    }

    @Override
    public ByteBuf trailer() {
        // It passes the wire as any frame. What it adds to the checksum counts no longer.
        ByteBuf trailer = framing.begin(TRAILER, GzipChecksum.PART).writeShort(LAST_BLOCK);
        return framing.end(trailer.writeIntLE(wire.sum()).writeIntLE(wire.length()));
    }

    @Override
    public ByteBuf end() {
        return framing.end();
    }
}

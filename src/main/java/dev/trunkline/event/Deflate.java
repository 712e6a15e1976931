package dev.trunkline.event;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.util.zip.Deflater;

/**
 * Compresses texts apart from one another (RFC 1951), so that one result serves all connections: nothing of it refers to what a
 * connection has got before. It ends on a byte boundary with an empty stored block, whose last four bytes are {@code 00 00 FF FF}.
 * Thread-safe.
 */
public final class Deflate {

    /** The last bytes of what is compressed, which a WebSocket message leaves out (RFC 7692, section 7.2.1). */
    public static final int TAIL = 4;

    /** Bytes in front of a text that is stored. */
    public static final int STORED = 5;

    /** Larger texts, which no status has, are only wrapped: they would keep an event loop from its other connections for too long. */
    public static final int LARGEST = 32 << 10;

    /** Of 1 to 9. */
    private static final int LEVEL = 4;

    /** Bytes by which a text that cannot be compressed grows, besides 5 for each 16 KiB: blocks' heads, and the tail. */
    private static final int MOST_GROWTH = 32;

    private static final ThreadLocal<Deflater> DEFLATERS = ThreadLocal.withInitial(() -> new Deflater(LEVEL, true));

    // A deflater that changes its level first ends what it has begun at the former one.
    private static final ThreadLocal<Deflater> WRAPPERS =
            ThreadLocal.withInitial(() -> new Deflater(Deflater.NO_COMPRESSION, true));

    private Deflate() {}

    /** Appends the head of a block of so many bytes, at most 64 KiB, which follow as they are (RFC 1951, section 3.2.4). */
    public static void beginStored(int bytes, ByteBuf out) {
        out.writeByte(0).writeShortLE(bytes).writeShortLE(~bytes);
    }

    /** The most bytes that a text of this length takes when it is compressed. */
    public static int mostBytes(int length) {
        return length + (length >> 10) + MOST_GROWTH;
    }

    /**
     * Appends the text, compressed.
     *
     * @param text its readable bytes; they stay readable
     * @param out has room for {@link #mostBytes}
     */
    public static void compress(ByteBuf text, ByteBuf out) {
        append(text, out, text.readableBytes() > LARGEST ? WRAPPERS.get() : DEFLATERS.get());
    }

    /** Appends the text in the same format, as it is. */
    public static void wrap(ByteBuf text, ByteBuf out) {
        append(text, out, WRAPPERS.get());
    }

    private static void append(ByteBuf text, ByteBuf out, Deflater deflater) {
        try {
            deflater.setInput(text.nioBuffer());
            ByteBuffer room = out.nioBuffer(out.writerIndex(), out.writableBytes());
            int length = deflater.deflate(room, Deflater.SYNC_FLUSH);
            if (!room.hasRemaining()) {
                throw new IllegalStateException("A text has grown by compression more than it can");
            }
            out.writerIndex(out.writerIndex() + length);
        } finally {
            deflater.reset();
        }
    }
}

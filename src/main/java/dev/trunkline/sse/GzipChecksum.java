package dev.trunkline.sse;

import dev.trunkline.event.Compressed;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.zip.CRC32;

/**
 * The checksum at the end of a gzip stream (RFC 1952, section 2.3.1). A stream's frames are shared and come compressed, so each
 * brings its text's checksum along, and the stream's is put together from those: the checksum of two texts is that of the first,
 * moved by the length of the second, plus that of the second, in the arithmetic of polynomials over two elements. A frame also brings
 * what moving by its text's length makes of four bits: that is worked out once, and not for each of its connections.
 */
final class GzipChecksum {

    /** Bits that are moved at a time. */
    private static final int BITS = 4;

    private static final int VALUES = 1 << BITS;

    /** Bytes behind a frame's readable ones: the length of its text, the checksum, and a table of four bits, moved. */
    static final int PART = (2 + VALUES) * Integer.BYTES;

    /** The polynomial of CRC-32, its highest power in the lowest bit. */
    private static final int POLYNOMIAL = 0xEDB88320;

    /** x to the power of 0. */
    private static final int ONE = 1 << 31;

    /** The element n moves a checksum by 2 to the power of n bits. */
    private static final int[] MOVES = new int[Integer.SIZE];

    /** The lowest bits, times x to the power of their number: what a shift to the right would drop. */
    private static final int[] DROPPED = new int[VALUES];

    static {
        MOVES[0] = ONE >>> 1;
        for (int n = 1; n < MOVES.length; n++) {
            MOVES[n] = product(MOVES[n - 1], MOVES[n - 1]);
        }
        for (int value = 0; value < VALUES; value++) {
            DROPPED[value] = product(ONE >>> BITS, value);
        }
    }

    private GzipChecksum() {}

    /** The checksum of a text. */
    static int of(ByteBuf text) {
        CRC32 crc = new CRC32();
        crc.update(text.nioBuffer());
        return (int) crc.getValue();
    }

    /** Puts what a checksum needs to know behind the frame of a text. */
    static void putBehind(ByteBuf frame, ByteBuf text) {
        putBehind(frame, text.readableBytes(), of(text));
    }

    /** The same for a text of two parts. */
    static void putBehind(ByteBuf frame, byte[] first, Compressed second) {
        int moved = first.length == 0 ? 0 : product(moveBy(second.length()), of(Unpooled.wrappedBuffer(first)));
        putBehind(frame, first.length + second.length(), moved ^ second.checksum());
    }

    private static void putBehind(ByteBuf frame, int length, int checksum) {
        int at = frame.writerIndex();
        frame.setInt(at, length);
        frame.setInt(at + Integer.BYTES, checksum);
        int move = moveBy(length);
        for (int value = 0; value < VALUES; value++) {
            frame.setInt(at + (2 + value) * Integer.BYTES, product(value << (Integer.SIZE - BITS), move));
        }
    }

    /** The length of the text of a frame. */
    static int length(ByteBuf frame) {
        return frame.getInt(frame.writerIndex());
    }

    /** The checksum of all texts when the text of a frame follows those with this checksum. */
    static int after(int sum, ByteBuf frame) {
        int at = frame.writerIndex() + Integer.BYTES;
        int table = at + Integer.BYTES;
        int moved = 0;
        for (int shift = 0; shift < Integer.SIZE; shift += BITS) {
            int bits = (sum >>> shift) & (VALUES - 1);
            int multiplied = (moved >>> BITS) ^ DROPPED[moved & (VALUES - 1)];
            moved = multiplied ^ frame.getInt(table + bits * Integer.BYTES);
        }
        return moved ^ frame.getInt(at);
    }

    /** By what that many bytes move a checksum. */
    private static int moveBy(int bytes) {
        int move = ONE;
        int n = 3;
        for (int left = bytes; left != 0; left >>>= 1) {
            if ((left & 1) != 0) {
                move = product(MOVES[n], move);
            }
            n = (n + 1) % MOVES.length;
        }
        return move;
    }

    /** The product of two polynomials. */
    private static int product(int one, int other) {
        int product = 0;
        int multiple = other;
        for (int rest = one; rest != 0; rest <<= 1) {
            if (rest < 0) {
                product ^= multiple;
            }
            multiple = (multiple & 1) == 0 ? multiple >>> 1 : (multiple >>> 1) ^ POLYNOMIAL;
        }
        return product;
    }
}

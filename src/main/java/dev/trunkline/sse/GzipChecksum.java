package dev.trunkline.sse;

import io.netty.buffer.ByteBuf;
import java.util.zip.CRC32;

/**
 * What stands at the end of a gzip stream: the checksum and the length of its text (RFC 1952, section 2.3.1). A stream's frames are
 * shared and come compressed, so each brings its text's checksum along, and the stream's is put together from those: the checksum of
 * two texts is that of the first, moved by the length of the second, plus that of the second, in the arithmetic of polynomials over
 * two elements. Used on the connection's event loop only.
 */
final class GzipChecksum {

    /** Bytes behind a frame's readable ones: the checksum, by what the length moves another, and the length of its text. */
    static final int PART = 3 * Integer.BYTES;

    /** The polynomial of CRC-32, its highest power in the lowest bit. */
    private static final int POLYNOMIAL = 0xEDB88320;

    /** x to the power of 0. */
    private static final int ONE = 1 << 31;

    /** The element n moves a checksum by 2 to the power of n bits. */
    private static final int[] MOVES = new int[Integer.SIZE];

    static {
        MOVES[0] = ONE >>> 1;
        for (int n = 1; n < MOVES.length; n++) {
            MOVES[n] = product(MOVES[n - 1], MOVES[n - 1]);
        }
    }

    private int sum;

    /** By 2 to the power of 32, as the format has it. */
    private int length;

    /** Puts what a checksum needs to know behind the frame of a text. */
    static void putBehind(ByteBuf frame, ByteBuf text) {
        int length = text.readableBytes();
        int at = frame.writerIndex();
        frame.setInt(at, sumOf(text));
        frame.setInt(at + Integer.BYTES, moveBy(length));
        frame.setInt(at + 2 * Integer.BYTES, length);
    }

    private static int sumOf(ByteBuf text) {
        CRC32 crc = new CRC32();
        crc.update(text.nioBuffer());
        return (int) crc.getValue();
    }

    /** A text that comes without a frame. */
    void add(ByteBuf text) {
        add(sumOf(text), moveBy(text.readableBytes()), text.readableBytes());
    }

    /** The text of a frame. */
    void addFrame(ByteBuf frame) {
        int at = frame.writerIndex();
        add(frame.getInt(at), frame.getInt(at + Integer.BYTES), frame.getInt(at + 2 * Integer.BYTES));
    }

    private void add(int next, int move, int bytes) {
        sum = product(move, sum) ^ next;
        length += bytes;
    }

    /** The checksum of all texts so far. */
    int sum() {
        return sum;
    }

    /** The length of all texts so far in bytes, by 2 to the power of 32. */
    int length() {
        return length;
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

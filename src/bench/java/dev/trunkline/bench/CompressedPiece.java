package dev.trunkline.bench;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** One compressed piece of a connection's input, wherever a read ends. It is copied only as far as it is not known already. */
final class CompressedPiece {
    private @Nullable ByteBuffer known;
    private byte[] bytes = new byte[0];
    private int length;
    private int taken;

    /**
     * Begins a piece of so many bytes.
     *
     * @param likely what it is likely to be
     */
    void begin(int length, @Nullable ByteBuffer likely) {
        this.length = length;
        taken = 0;
        known = likely != null && likely.capacity() == length ? likely : null;
        bytes = new byte[known == null ? length : 0];
    }

    /** How many bytes are missing. */
    int missing() {
        return length - taken;
    }

    /** Takes bytes of the piece; returns how many. */
    int take(ByteBuffer in) {
        int n = Math.min(in.remaining(), missing());
        ByteBuffer like = known;
        if (like != null) {
            int end = in.limit();
            in.limit(in.position() + n);
            boolean same = in.mismatch(like.limit(taken + n).position(taken)) < 0;
            in.limit(end);
            if (same) {
                in.position(in.position() + n);
                taken += n;
                return n;
            }
            bytes = new byte[length];
            like.get(0, bytes, 0, taken);
            known = null;
        }
        in.get(bytes, taken, n);
        taken += n;
        return n;
    }

    /** Whether it is what it was likely to be. */
    boolean isKnown() {
        return known != null;
    }

    /** The piece, once it is whole and if it was not known. */
    byte[] bytes() {
        return bytes;
    }
}

package dev.trunkline.bench;

import java.io.IOException;

/** The frame of HTTP's chunks around what a connection receives (RFC 9112, section 7.1). */
final class Chunks {
    private enum Part {
        SIZE,
        DATA,
        DATA_END
    }

    private Part part = Part.SIZE;
    private int left;
    private int end;

    /** How many bytes of data come next; before a chunk's data and behind it 0, so that {@link #framing} is due. */
    int left() {
        return part == Part.DATA ? left : 0;
    }

    /** Takes a byte that is no data. */
    void framing(byte b) throws IOException {
        if (part == Part.SIZE) {
            size(b);
        } else {
            dataEnd(b);
        }
    }

    /** So many bytes of the data have come. */
    void took(int bytes) {
        left -= bytes;
        if (left == 0) {
            part = Part.DATA_END;
        }
    }

    /** Whether no chunk has come in part. */
    boolean whole() {
        return part == Part.SIZE && left == 0;
    }

    private void size(byte b) throws IOException {
        if (b == '\r') {
            return;
        }
        if (b == '\n') {
            if (left == 0) {
                throw new IOException("the server ended the stream");
            }
            part = Part.DATA;
            return;
        }
        int digit = Character.digit(b, 16);
        if (digit < 0 || left > 1 << 24) {
            throw new IOException("not a chunk's size: " + b + " after " + left);
        }
        left = left << 4 | digit;
    }

    private void dataEnd(byte b) throws IOException {
        if (b != (end == 0 ? '\r' : '\n')) {
            throw new IOException("a chunk that does not end where it should");
        }
        if (++end == 2) {
            end = 0;
            part = Part.SIZE;
        }
    }
}

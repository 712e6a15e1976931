package dev.trunkline.harness;

import java.io.InputStream;

/** The content of a response's chunks, of which each read gets no more than has arrived. */
public final class ChunkedBody extends InputStream {

    private final HttpSocket socket;
    private byte[] chunk = {};
    private int place;
    private long bytes;
    private boolean ended;

    /** Reads from behind the head. */
    public ChunkedBody(HttpSocket socket) {
        this.socket = socket;
    }

    /** Bytes of the chunks so far. */
    public long bytes() {
        return bytes;
    }

    @Override
    public int read() {
        if (place == chunk.length && !ended) {
            chunk = socket.chunk();
            ended = chunk.length == 0;
            bytes += chunk.length;
            place = 0;
        }
        return place == chunk.length ? -1 : chunk[place++] & 0xff;
    }

    @Override
    public int read(byte[] into, int from, int most) {
        int first = read();
        if (first >= 0 && most > 0) {
            into[from] = (byte) first;
        }
        return first < 0 ? -1 : 1;
    }
}

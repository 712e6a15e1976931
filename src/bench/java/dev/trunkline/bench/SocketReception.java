package dev.trunkline.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Locale;

/** A WebSocket: the handshake's answer, then the frames of the events and nothing else; the server is told not to ping. */
final class SocketReception implements Reception {
    private static final int MOST_HEAD = 16 << 10;

    private final Statuses statuses;
    private final StringBuilder head = new StringBuilder();
    private boolean open;
    private int offset;
    private long delivered;
    private long wireBytes;

    SocketReception(Statuses statuses) {
        this.statuses = statuses;
    }

    @Override
    public void take(ByteBuffer in, long published) throws IOException {
        wireBytes += in.remaining();
        while (!open && in.hasRemaining()) {
            head(in);
        }
        while (in.hasRemaining()) {
            frame(in, published);
        }
    }

    private void head(ByteBuffer in) throws IOException {
        head.append((char) (in.get() & 0xff));
        if (head.length() > MOST_HEAD) {
            throw new IOException("the response's head is over " + MOST_HEAD + " bytes");
        }
        if (head.length() >= 4 && head.substring(head.length() - 4).equals("\r\n\r\n")) {
            if (!head.toString().toLowerCase(Locale.ROOT).startsWith("http/1.1 101 ")) {
                throw new IOException("no WebSocket: " + head);
            }
            open = true;
            head.setLength(0);
            head.trimToSize();
        }
    }

    private void frame(ByteBuffer in, long published) throws IOException {
        if (delivered == published) {
            throw new IOException("more events than were published, which is " + published);
        }
        ByteBuffer expected = statuses.record(delivered);
        int length = statuses.recordBytes();
        int n = Math.min(in.remaining(), length - offset);
        int end = in.limit();
        in.limit(in.position() + n);
        expected.limit(offset + n).position(offset);
        int difference = in.mismatch(expected);
        if (difference >= 0) {
            throw new IOException("byte " + (offset + difference) + " of a frame after " + delivered
                    + " events is not what was published");
        }
        in.position(in.limit()).limit(end);
        offset += n;
        if (offset == length) {
            offset = 0;
            delivered++;
        }
    }

    @Override
    public boolean open() {
        return open;
    }

    @Override
    public long delivered() {
        return delivered;
    }

    @Override
    public long wireBytes() {
        return wireBytes;
    }

    @Override
    public long streamBytes() {
        return delivered * statuses.recordBytes() + offset;
    }

    @Override
    public long expectedBytes(long events) {
        return events * statuses.recordBytes();
    }

    @Override
    public boolean whole() {
        return offset == 0;
    }
}

package dev.trunkline.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Locale;

/**
 * What one connection has received: takes HTTP's chunks apart and compares every byte of the body with what has to come,
 * prelude, then each event once, in order and whole, and between events nothing but heartbeats. Costs one comparison of
 * memory for each block read, so that the client leaves the cores to the server.
 */
final class Connection implements Reception {
    private static final ByteBuffer PRELUDE = line(":)\n");
    private static final ByteBuffer HEARTBEAT = line(":thump\n");
    private static final int MOST_HEAD = 16 << 10;

    private enum Part {
        HEAD,
        SIZE,
        DATA,
        DATA_END
    }

    /** What the body's next bytes belong to. */
    private enum Line {
        PRELUDE,
        BETWEEN,
        HEARTBEAT,
        RECORD
    }

    private final Statuses statuses;
    private final StringBuilder head = new StringBuilder();
    private Part part = Part.HEAD;
    private Line line = Line.PRELUDE;
    private int offset;
    private int chunk;
    private int chunkEnd;
    private long delivered;
    private long heartbeats;
    private long wireBytes;
    private long bodyBytes;

    Connection(Statuses statuses) {
        this.statuses = statuses;
    }

    /** Takes what was read; {@code published} is the number of events that can have come so far. */
    @Override
    public void take(ByteBuffer in, long published) throws IOException {
        wireBytes += in.remaining();
        while (in.hasRemaining()) {
            switch (part) {
                case HEAD -> head(in);
                case SIZE -> size(in.get());
                case DATA -> data(in, published);
                case DATA_END -> dataEnd(in.get());
            }
        }
    }

    private void head(ByteBuffer in) throws IOException {
        while (in.hasRemaining()) {
            head.append((char) (in.get() & 0xff));
            int length = head.length();
            if (length > MOST_HEAD) {
                throw new IOException("the response's head is over " + MOST_HEAD + " bytes");
            }
            if (length >= 4 && head.charAt(length - 1) == '\n' && head.charAt(length - 3) == '\n') {
                String all = head.toString().toLowerCase(Locale.ROOT);
                if (!all.startsWith("http/1.1 200 ") || !all.contains("\r\ntransfer-encoding: chunked\r\n")) {
                    byte[] rest = new byte[in.remaining()];
                    in.get(rest);
                    throw new IOException("not a chunked stream: " + head + new String(rest, ISO_8859_1));
                }
                head.setLength(0);
                head.trimToSize();
                part = Part.SIZE;
                return;
            }
        }
    }

    private void size(byte b) throws IOException {
        if (b == '\r') {
            return;
        }
        if (b == '\n') {
            if (chunk == 0) {
                throw new IOException("the server ended the stream");
            }
            part = Part.DATA;
            return;
        }
        int digit = Character.digit(b, 16);
        if (digit < 0 || chunk > 1 << 24) {
            throw new IOException("not a chunk's size: " + b + " after " + chunk);
        }
        chunk = chunk << 4 | digit;
    }

    private void dataEnd(byte b) throws IOException {
        if (b != (chunkEnd == 0 ? '\r' : '\n')) {
            throw new IOException("a chunk that does not end where it should");
        }
        if (++chunkEnd == 2) {
            chunkEnd = 0;
            part = Part.SIZE;
        }
    }

    private void data(ByteBuffer in, long published) throws IOException {
        if (line == Line.BETWEEN) {
            line = in.get(in.position()) == ':' ? Line.HEARTBEAT : Line.RECORD;
            if (line == Line.RECORD && delivered == published) {
                throw new IOException("more events than were published, which is " + published);
            }
        }
        int length =
                switch (line) {
                    case PRELUDE -> PRELUDE.capacity();
                    case HEARTBEAT -> HEARTBEAT.capacity();
                    default -> statuses.recordBytes();
                };
        ByteBuffer expected =
                switch (line) {
                    case PRELUDE -> PRELUDE;
                    case HEARTBEAT -> HEARTBEAT;
                    default -> statuses.record(delivered);
                };
        int n = Math.min(Math.min(in.remaining(), chunk), length - offset);
        int end = in.limit();
        in.limit(in.position() + n);
        expected.limit(offset + n).position(offset);
        int difference = in.mismatch(expected);
        if (difference >= 0) {
            throw new IOException("byte " + (offset + difference) + " of " + line + " after " + delivered
                    + " events is not what was published");
        }
        in.position(in.limit()).limit(end);
        bodyBytes += n;
        offset += n;
        if (offset == length) {
            offset = 0;
            if (line == Line.RECORD) {
                delivered++;
            } else if (line == Line.HEARTBEAT) {
                heartbeats++;
            }
            line = Line.BETWEEN;
        }
        chunk -= n;
        if (chunk == 0) {
            part = Part.DATA_END;
        }
    }

    /** Whether the prelude has come: from then on nothing published is missed. */
    @Override
    public boolean open() {
        return line != Line.PRELUDE;
    }

    @Override
    public long delivered() {
        return delivered;
    }

    @Override
    public long wireBytes() {
        return wireBytes;
    }

    /** The bytes of the body that are not heartbeats. */
    @Override
    public long streamBytes() {
        return bodyBytes - heartbeats * HEARTBEAT.capacity();
    }

    /** The bytes that must have come, heartbeats apart, once {@code events} were published. */
    @Override
    public long expectedBytes(long events) {
        return PRELUDE.capacity() + events * statuses.recordBytes();
    }

    /** Whether everything that has begun has ended: the chunk, the record, the heartbeat. */
    @Override
    public boolean whole() {
        return line == Line.BETWEEN && (part == Part.SIZE && chunk == 0);
    }

    private static ByteBuffer line(String text) {
        return ByteBuffer.allocateDirect(text.length()).put(text.getBytes(US_ASCII));
    }
}

package dev.trunkline.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The bytes that one connection has received, compared with the expected ones: each event once, in order and whole. It costs
 * one comparison of memory for each block read, so that the client leaves the cores to the server.
 */
abstract class Reception {
    private static final int MAX_HEAD = 16 << 10;

    private final Expected expected;
    private final int viewer;
    private final StringBuilder head = new StringBuilder();
    private boolean answered;
    private int offset;
    private long delivered;
    private long eventBytes;
    private long wireBytes;

    /** @param viewer the number of the viewer's account */
    Reception(Expected expected, int viewer) {
        this.expected = expected;
        this.viewer = viewer;
    }

    /** Takes the bytes of a read; {@code published} is the number of events that can have arrived so far. */
    final void take(ByteBuffer in, long published) throws IOException {
        wireBytes += in.remaining();
        while (!answered && in.hasRemaining()) {
            head(in);
        }
        while (in.hasRemaining()) {
            body(in, published);
        }
    }

    private void head(ByteBuffer in) throws IOException {
        head.append((char) (in.get() & 0xff));
        int length = head.length();
        if (length > MAX_HEAD) {
            throw new IOException("the answer's head is over " + MAX_HEAD + " bytes");
        }
        if (length >= 4 && head.charAt(length - 1) == '\n' && head.charAt(length - 3) == '\n') {
            if (!accepts(head.toString().toLowerCase(Locale.ROOT))) {
                byte[] rest = new byte[in.remaining()];
                in.get(rest);
                throw new IOException("not the expected answer: " + head + new String(rest, ISO_8859_1));
            }
            answered = true;
            head.setLength(0);
            head.trimToSize();
        }
    }

    /** Whether the answer's head, here in lower case, is the expected one. */
    abstract boolean accepts(String answer);

    /** Takes at least one byte of the answer after the head. */
    abstract void body(ByteBuffer in, long published) throws IOException;

    /** Takes bytes of the event that is due, at most that many; returns how many it took. */
    final int event(ByteBuffer in, int most, long published) throws IOException {
        if (delivered == published) {
            throw new IOException("more events than were published, which is " + published);
        }
        ByteBuffer expected = this.expected.record(delivered, viewer);
        int n = compare(in, most, expected, offset);
        eventBytes += n;
        offset += n;
        if (offset == expected.capacity()) {
            offset = 0;
            delivered++;
        }
        return n;
    }

    /** The frame of the event that is due, if one is known to be right. */
    final @Nullable ByteBuffer checkedFrame(CheckedFrames frames, long published) {
        return delivered == published ? null : frames.of(delivered, expected.record(delivered, viewer));
    }

    /** The event that is due has arrived whole in a frame that is known to be right. */
    final void arrived() {
        eventBytes += expected.record(delivered, viewer).capacity();
        delivered++;
    }

    /** Keeps the frame of an event that has arrived and was compared. */
    final void keep(CheckedFrames frames, long event, byte[] frame) {
        frames.add(event, expected.record(event, viewer), frame);
    }

    /** Compares bytes with the expected ones from a place on, at most that many; returns how many it took. */
    final int compare(ByteBuffer in, int most, ByteBuffer expected, int from) throws IOException {
        int n = Math.min(Math.min(in.remaining(), most), expected.capacity() - from);
        int end = in.limit();
        in.limit(in.position() + n);
        expected.limit(from + n).position(from);
        int difference = in.mismatch(expected);
        if (difference >= 0) {
            throw new IOException("byte " + (from + difference) + " after " + delivered
                    + " events is not what was published: " + around(in, difference) + " instead of "
                    + around(expected, difference));
        }
        in.position(in.limit()).limit(end);
        return n;
    }

    private static String around(ByteBuffer bytes, int place) {
        byte[] some = new byte[Math.min(60, bytes.remaining() - place)];
        bytes.get(bytes.position() + place, some);
        return new String(some, ISO_8859_1);
    }

    /** The number of the viewer's account. */
    final int viewer() {
        return viewer;
    }

    /** Whether an event has arrived in part. */
    final boolean inEvent() {
        return offset > 0;
    }

    final boolean answered() {
        return answered;
    }

    /** Whether the stream has begun: from then on, every published event must arrive. */
    abstract boolean open();

    /** The number of events that have arrived whole. */
    final long delivered() {
        return delivered;
    }

    /** The number of all bytes, including those of HTTP. */
    final long wireBytes() {
        return wireBytes;
    }

    /** Whether nothing is incomplete. */
    boolean whole() {
        return !inEvent();
    }

    /** Checks that exactly these events have arrived. */
    final void check(long published) throws IOException {
        long expected = this.expected.bytes(published, viewer);
        if (delivered != published || eventBytes != expected || !whole()) {
            throw new IOException(delivered + " events of " + published + ", " + eventBytes + " bytes of " + expected
                    + (whole() ? "" : ", the last piece not whole"));
        }
    }
}

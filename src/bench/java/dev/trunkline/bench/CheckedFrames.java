package dev.trunkline.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * Inflates compressed frames, and keeps those of the events in flight whose text has been found right: a frame with the same bytes is
 * right too, so that the client inflates an event once and not for each connection. Shared by the connections of a client.
 */
final class CheckedFrames {
    /** Room in front of a text and behind it for a frame's head and end. */
    static final int ROOM = 16;

    /** The most events in flight on a connection. */
    private static final int MOST = 16;

    private static final int MOST_TEXT = 256 << 10;

    private final Inflater inflater = new Inflater(true);
    private final ByteBuffer text = ByteBuffer.allocate(ROOM + MOST_TEXT + ROOM);
    private final @Nullable Frame[] frames = new Frame[MOST];

    private record Frame(long event, ByteBuffer record, ByteBuffer bytes) {}

    /**
     * The whole frame of an event, if one has been found right; not to be written to.
     *
     * @param record what is expected: events of other connections may have the same number
     */
    @SuppressWarnings("ReferenceEquality") // as long as an event is in flight its expected record is one object
    @Nullable
    ByteBuffer of(long event, ByteBuffer record) {
        Frame frame = frames[(int) (event % MOST)];
        return frame != null && frame.event == event && frame.record == record ? frame.bytes : null;
    }

    /** Keeps the frame of an event that has been found right. */
    void add(long event, ByteBuffer record, byte[] frame) {
        frames[(int) (event % MOST)] = new Frame(event, record, ByteBuffer.wrap(frame));
    }

    /**
     * Inflates the rest of a piece, which must refer to nothing in front of it.
     *
     * @return the text, with {@link #ROOM} on both sides, until the next call
     */
    ByteBuffer inflate(byte[] piece, int from) throws IOException {
        inflater.reset();
        inflater.setInput(piece, from, piece.length - from);
        try {
            int length = inflater.inflate(text.array(), ROOM, MOST_TEXT);
            if (length == MOST_TEXT || inflater.finished() || !inflater.needsInput()) {
                throw new IOException("a compressed piece that is too long, the last one, or followed by another: "
                        + piece.length + " bytes with a text of " + length);
            }
            return text.limit(ROOM + length).position(ROOM);
        } catch (DataFormatException e) {
            throw new IOException("a compressed piece that cannot be inflated by itself: " + e.getMessage(), e);
        }
    }
}

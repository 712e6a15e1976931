package dev.trunkline.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** An event stream in HTTP's chunks: the prelude, then the events, and between them only heartbeats. */
class StreamReception extends Reception {
    private static final ByteBuffer PRELUDE = line(":)\n");
    private static final ByteBuffer HEARTBEAT = line(":thump\n");

    /** The bytes of an id's line. */
    private static final int ID = "id: ".length() + 38 + 1;

    private final boolean ids;

    /** The bytes of the id's line that have not come yet. */
    private int idLeft;

    /** Whether the id of the next event has come. */
    private boolean identified;

    private final Chunks chunks = new Chunks();
    private boolean open;

    /** The line that is being received; null between lines and within events. */
    private @Nullable ByteBuffer line = PRELUDE;

    private int lineOffset;

    /** @param ids whether each event has an id */
    StreamReception(Expected expected, int viewer, boolean ids) {
        super(expected, viewer);
        this.ids = ids;
    }

    @Override
    boolean accepts(String answer) {
        return isStream(answer) && !answer.contains("\r\ncontent-encoding:");
    }

    static boolean isStream(String answer) {
        return answer.startsWith("http/1.1 200 ") && answer.contains("\r\ntransfer-encoding: chunked\r\n");
    }

    @Override
    void body(ByteBuffer in, long published) throws IOException {
        if (chunks.left() == 0) {
            chunks.framing(in.get());
        } else {
            data(in, published);
        }
    }

    private void data(ByteBuffer in, long published) throws IOException {
        if (line == null && !inEvent() && idLeft == 0) {
            byte first = in.get(in.position());
            if (first == ':') {
                line = HEARTBEAT;
            } else if (ids && !identified) {
                idLeft = ID;
            } else if (ids && first == '\n') {
                // The id of a moment, without an event.
                in.get();
                identified = false;
                chunks.took(1);
                return;
            }
        }
        chunks.took(idLeft > 0 ? id(in) : line == null ? anEvent(in, published) : line(in, line));
    }

    private int anEvent(ByteBuffer in, long published) throws IOException {
        identified = false;
        return event(in, chunks.left(), published);
    }

    private int id(ByteBuffer in) throws IOException {
        if (idLeft == ID && in.get(in.position()) != 'i') {
            throw new IOException("an event without an id");
        }
        int n = Math.min(Math.min(in.remaining(), chunks.left()), idLeft);
        in.position(in.position() + n);
        idLeft -= n;
        identified = idLeft == 0;
        return n;
    }

    private int line(ByteBuffer in, ByteBuffer expected) throws IOException {
        int n = compare(in, chunks.left(), expected, lineOffset);
        lineOffset += n;
        if (lineOffset == expected.capacity()) {
            lineOffset = 0;
            line = null;
            open = true;
        }
        return n;
    }

    /** Whether the prelude has arrived. */
    @Override
    boolean open() {
        return open;
    }

    /** Whether chunk and heartbeat are complete, too. */
    @Override
    boolean whole() {
        return super.whole() && line == null && chunks.whole();
    }

    private static ByteBuffer line(String text) {
        return ByteBuffer.allocateDirect(text.length()).put(text.getBytes(US_ASCII));
    }
}

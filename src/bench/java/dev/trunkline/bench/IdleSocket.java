package dev.trunkline.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Locale;

/** A WebSocket without events: the handshake's answer, then pings, and the close frame once the client has sent one. */
final class IdleSocket extends Reception {
    /** Of {@link Client#HANDSHAKE}'s key (RFC 6455, section 4.2.2). */
    private static final String ACCEPT =
            "\r\nsec-websocket-accept: " + "CPEMVOdstaX8UnUheCNjlYdZXtk=".toLowerCase(Locale.ROOT) + "\r\n";

    private static final int CLOSE = 0x88;
    private static final int PING = 0x89;
    private static final int MOST = 125;

    private final ByteBuffer payload = ByteBuffer.allocate(MOST);
    private int kind;
    private int missing;
    private int pings;
    private boolean closing;
    private boolean closed;

    IdleSocket(Expected expected) {
        super(expected, 0);
    }

    @Override
    boolean accepts(String answer) {
        return answer.startsWith("http/1.1 101 ") && answer.contains(ACCEPT);
    }

    @Override
    void body(ByteBuffer in, long published) throws IOException {
        int b = in.get() & 0xff;
        if (kind == 0) {
            if (b != PING && !(b == CLOSE && closing)) {
                throw new IOException("a frame that begins with " + b + ", without an event");
            }
            kind = b;
            missing = -1;
        } else if (missing < 0) {
            if (b > MOST) {
                throw new IOException("a control frame that is masked or over " + MOST + " bytes: " + b);
            }
            missing = b;
            payload.clear();
        } else {
            payload.put((byte) b);
            missing--;
        }
        if (missing == 0) {
            closed |= kind == CLOSE;
            pings += kind == PING ? 1 : 0;
            kind = 0;
        }
    }

    /** From now on the server may answer with a close frame. */
    void closing() {
        closing = true;
    }

    /** Whether the server's close frame has come. */
    boolean closed() {
        return closed;
    }

    /** The answer to the last ping; empty if there is none that is unanswered. */
    ByteBuffer pong() {
        if (pings == 0) {
            return ByteBuffer.allocate(0);
        }
        pings = 0;
        return frame(0x8a, payload.duplicate().flip());
    }

    /** A close frame with status 1000. */
    static ByteBuffer closeFrame() {
        return frame(CLOSE, ByteBuffer.allocate(2).putShort((short) 1000).flip());
    }

    /** A masked frame; a mask of zeros is as good as any on a loopback. */
    private static ByteBuffer frame(int head, ByteBuffer payload) {
        return ByteBuffer.allocate(6 + payload.remaining())
                .put((byte) head)
                .put((byte) (0x80 | payload.remaining()))
                .putInt(0)
                .put(payload)
                .flip();
    }

    @Override
    boolean open() {
        return answered();
    }
}

package dev.trunkline.harness;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * An open WebSocket that builds its frames itself (RFC 6455, section 5), so that it can also break the rules. Strict with the
 * server: its frames are whole and not masked, and compressed only if that was negotiated. It does not answer pings or closes by itself.
 */
public final class WebSocketClient implements AutoCloseable {

    public static final int CONTINUATION = 0;
    public static final int TEXT = 1;
    public static final int BINARY = 2;
    public static final int CLOSE = 8;
    public static final int PING = 9;
    public static final int PONG = 10;

    /** The code of a close frame without one, as browsers report it. */
    public static final int NO_CODE = 1005;

    /** What a compressed message leaves out (RFC 7692, section 7.2.2). */
    private static final byte[] END_OF_COMPRESSED = {0, 0, (byte) 0xFF, (byte) 0xFF};

    private static final byte[] MASK = {0x11, (byte) 0xA2, 0x3C, 0x74};

    private final HttpSocket socket;
    private final HttpAnswer head;

    /** A frame as received. */
    public static final class Frame {

        private final int opcode;
        private final boolean compressed;
        private final byte[] payload;

        Frame(int opcode, boolean compressed, byte[] payload) {
            this.opcode = opcode;
            this.compressed = compressed;
            this.payload = payload;
        }

        public int opcode() {
            return opcode;
        }

        public boolean compressed() {
            return compressed;
        }

        /** As it came: compressed, if it is. */
        public byte[] payload() {
            return payload;
        }

        /** The text, inflated. */
        public String text() {
            return new String(compressed ? inflated() : payload, UTF_8);
        }

        private byte[] inflated() {
            Inflater inflater = new Inflater(true);
            try {
                ByteArrayOutputStream text = new ByteArrayOutputStream();
                byte[] part = new byte[1024];
                for (byte[] input : List.of(payload, END_OF_COMPRESSED)) {
                    inflater.setInput(input);
                    for (int length = inflater.inflate(part); length > 0; length = inflater.inflate(part)) {
                        text.write(part, 0, length);
                    }
                }
                if (!inflater.needsInput()) {
                    throw new AssertionError("Something follows a frame's compressed text");
                }
                return text.toByteArray();
            } catch (DataFormatException e) {
                throw new AssertionError(e);
            } finally {
                inflater.end();
            }
        }

        /** The code of a close. */
        public int code() {
            return payload.length == 0 ? NO_CODE : (payload[0] & 0xFF) << 8 | (payload[1] & 0xFF);
        }

        /** The reason of a close. */
        public String reason() {
            return payload.length <= 2 ? "" : new String(payload, 2, payload.length - 2, UTF_8);
        }
    }

    private WebSocketClient(HttpSocket socket, HttpAnswer head) {
        this.socket = socket;
        this.head = head;
    }

    /** The socket on a connection whose handshake has been sent. */
    public static WebSocketClient of(HttpSocket socket) {
        HttpAnswer head = socket.head();
        if (head.status() != 101) {
            socket.close();
            throw new AssertionError("No socket but " + head.status() + " " + head.headers());
        }
        return new WebSocketClient(socket, head);
    }

    public HttpAnswer head() {
        return head;
    }

    public HttpSocket socket() {
        return socket;
    }

    // Sending

    /** A final masked frame. */
    public static byte[] frame(int opcode, byte[] payload) {
        return frame(0x80 | opcode, 0x80, payload, payload.length);
    }

    /** A masked frame that is not the last of its message. */
    public static byte[] fragment(int opcode, byte[] payload) {
        return frame(opcode, 0x80, payload, payload.length);
    }

    /** A masked text frame. */
    public static byte[] text(String text) {
        return frame(TEXT, text.getBytes(UTF_8));
    }

    /**
     * A frame of any bytes.
     *
     * @param first its first byte: final bit, reserved bits, opcode
     * @param masked 0x80 for a masked one, else 0
     * @param declared the length that it declares
     */
    public static byte[] frame(int first, int masked, byte[] payload, long declared) {
        ByteArrayOutputStream frame = new ByteArrayOutputStream(payload.length + 14);
        frame.write(first);
        if (declared >= 0 && declared < 126) {
            frame.write(masked | (int) declared);
        } else if (declared >= 0 && declared <= 0xFFFF) {
            frame.write(masked | 126);
            frame.write((int) declared >> 8);
            frame.write((int) declared);
        } else {
            frame.write(masked | 127);
            for (int shift = 56; shift >= 0; shift -= 8) {
                frame.write((int) (declared >> shift));
            }
        }
        if (masked == 0) {
            frame.writeBytes(payload);
        } else {
            frame.writeBytes(MASK);
            for (int i = 0; i < payload.length; i++) {
                frame.write(payload[i] ^ MASK[i % MASK.length]);
            }
        }
        return frame.toByteArray();
    }

    /** Sends frames, all in one write. */
    public WebSocketClient send(List<byte[]> frames) {
        ByteArrayOutputStream together = new ByteArrayOutputStream();
        frames.forEach(together::writeBytes);
        socket.write(together.toByteArray());
        return this;
    }

    public WebSocketClient send(byte[]... frames) {
        return send(List.of(frames));
    }

    /** Sends one text message. */
    public WebSocketClient say(String text) {
        return send(text(text));
    }

    /** Sends JSON; apostrophes stand for quotation marks. */
    public WebSocketClient ask(String json) {
        return say(json.replace('\'', '"'));
    }

    public WebSocketClient subscribe(String stream) {
        return ask("{'type':'subscribe','stream':'" + stream + "'}");
    }

    public WebSocketClient unsubscribe(String stream) {
        return ask("{'type':'unsubscribe','stream':'" + stream + "'}");
    }

    /** Returns when all earlier messages have been processed without an error. */
    public WebSocketClient settle() {
        unsubscribe("no stream");
        String answer = nextText();
        if (!answer.equals("{\"error\":\"Error unsubscribing from channel\"}")) {
            throw new AssertionError("Before what was asked last comes " + answer);
        }
        return this;
    }

    // Receiving

    /** The next frame of any kind. */
    public Frame frame() {
        int first = octet();
        int second = octet();
        boolean compressed = (first & 0x40) != 0;
        if ((first & 0xB0) != 0x80
                || (second & 0x80) != 0
                || (compressed && head.header("Sec-WebSocket-Extensions") == null)) {
            throw new AssertionError("No whole unmasked frame: " + Integer.toHexString(first << 8 | second));
        }
        long length = second;
        if (second >= 126) {
            length = 0;
            for (int left = second == 126 ? 2 : 8; left > 0; left--) {
                length = length << 8 | octet();
            }
        }
        byte[] payload = socket.bytes(Math.toIntExact(length));
        if (payload.length < length) {
            throw new UncheckedIOException(new EOFException("The connection ended within a frame"));
        }
        return new Frame(first & 0x0F, compressed, payload);
    }

    /** The next frame of that kind, after any pings. */
    public Frame frame(int opcode) {
        Frame frame = frame();
        while (frame.opcode == PING && opcode != PING) {
            frame = frame();
        }
        if (frame.opcode != opcode) {
            throw new AssertionError("Not " + opcode + " but " + frame.opcode + ": " + frame.text());
        }
        return frame;
    }

    public String nextText() {
        return frame(TEXT).text();
    }

    /** The next event. */
    public SocketEvent next() {
        String text = nextText();
        JsonObject event = new JsonObject(text);
        if (!event.containsKey("stream")) {
            throw new AssertionError("No event: " + text);
        }
        JsonArray stream = event.getJsonArray("stream");
        return new SocketEvent(stream.encode(), event.getString("event"), event.getString("payload"));
    }

    /** The server's close, which has to be the next and last frame. Answers it and waits for the end of the connection. */
    public Frame closed() {
        Frame close = frame(CLOSE);
        try {
            send(frame(CLOSE, close.payload));
            if (!socket.ended()) {
                throw new AssertionError("Something comes behind the close");
            }
        } catch (UncheckedIOException gone) {
            // The server may not wait for the answer.
            if (!(gone.getCause() instanceof SocketException)) {
                throw gone;
            }
        }
        return close;
    }

    /** Whether the server ends the connection, after what can still be read from it. */
    public boolean dropped() {
        try {
            socket.rest();
            return true;
        } catch (UncheckedIOException failure) {
            return failure.getCause() instanceof SocketException;
        }
    }

    private int octet() {
        int octet = socket.octet();
        if (octet < 0) {
            throw new UncheckedIOException(new EOFException("The connection has ended without a close"));
        }
        return octet;
    }

    /** Ends the TCP connection without a close frame. */
    @Override
    public void close() {
        socket.close();
    }
}

package dev.trunkline.event;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * An event as one WebSocket text frame (protocol, section 5; RFC 6455, section 5.2): a server's frames are not masked, so
 * that one serves all sockets. Its text is {@code {"stream":…,"event":"…","payload":"…"}} with the payload's text as a
 * JSON string, or without that member where the event has none.
 */
public final class WebSocketFrame {

    private static final byte[] STREAM = "{\"stream\":".getBytes(UTF_8);
    private static final byte[] EVENT = ",\"event\":\"".getBytes(UTF_8);
    private static final byte[] PAYLOAD = "\",\"payload\":\"".getBytes(UTF_8);
    private static final byte[] END = "\"}".getBytes(UTF_8);

    private static final byte FINAL_TEXT = (byte) 0x81;
    private static final int SHORT = 125;
    private static final int MEDIUM = 0xFFFF;
    private static final int LONGEST_HEADER = 10;

    /** A control character is written as a backslash, a u and four digits. */
    private static final int LONGEST_ESCAPE = 6;

    private static final byte[] HEX = "0123456789abcdef".getBytes(UTF_8);

    private final byte[] bytes;
    private int from = LONGEST_HEADER;
    private int to = LONGEST_HEADER;

    private WebSocketFrame(int most) {
        bytes = new byte[LONGEST_HEADER + most];
    }

    /**
     * The whole frame of an event.
     *
     * @param label the {@code stream} array as JSON
     */
    public static byte[] encode(Event event, byte[] label) {
        byte[] name = event.name().getBytes(UTF_8);
        byte[] payload = event.payload();
        int fixed = STREAM.length + label.length + EVENT.length + PAYLOAD.length + END.length;
        WebSocketFrame frame = new WebSocketFrame(fixed + escapedLength(name) + escapedLength(payload));
        frame.put(STREAM);
        frame.put(label);
        frame.put(EVENT);
        frame.putEscaped(name);
        if (event.kind() != Event.Payload.NONE) {
            frame.put(PAYLOAD);
            frame.putEscaped(payload);
        }
        frame.put(END);
        return frame.finish();
    }

    /** A whole frame of any other text. */
    public static byte[] text(String text) {
        byte[] utf8 = text.getBytes(UTF_8);
        WebSocketFrame frame = new WebSocketFrame(utf8.length);
        frame.put(utf8);
        return frame.finish();
    }

    private void put(byte[] part) {
        System.arraycopy(part, 0, bytes, to, part.length);
        to += part.length;
    }

    private static int escapedLength(byte[] text) {
        int length = text.length;
        for (byte b : text) {
            if (b == '"' || b == '\\') {
                length++;
            } else if (b >= 0 && b < ' ') {
                length += LONGEST_ESCAPE - 1;
            }
        }
        return length;
    }

    /** As JSON.stringify does it: nothing is escaped that need not be. */
    private void putEscaped(byte[] text) {
        int start = 0;
        for (int i = 0; i < text.length; i++) {
            byte b = text[i];
            if (b == '"' || b == '\\' || (b >= 0 && b < ' ')) {
                putRange(text, start, i);
                putEscape(b);
                start = i + 1;
            }
        }
        putRange(text, start, text.length);
    }

    private void putRange(byte[] text, int start, int end) {
        System.arraycopy(text, start, bytes, to, end - start);
        to += end - start;
    }

    private void putEscape(byte b) {
        bytes[to++] = '\\';
        byte letter =
                switch (b) {
                    case '"', '\\' -> b;
                    case '\b' -> 'b';
                    case '\t' -> 't';
                    case '\n' -> 'n';
                    case '\f' -> 'f';
                    case '\r' -> 'r';
                    default -> 'u';
                };
        bytes[to++] = letter;
        if (letter == 'u') {
            bytes[to++] = '0';
            bytes[to++] = '0';
            bytes[to++] = HEX[b >> 4];
            bytes[to++] = HEX[b & 0xF];
        }
    }

    /** Puts the header before the text, whose length is known now. */
    private byte[] finish() {
        int length = to - from;
        if (length <= SHORT) {
            bytes[--from] = (byte) length;
        } else if (length <= MEDIUM) {
            bytes[--from] = (byte) length;
            bytes[--from] = (byte) (length >> 8);
            bytes[--from] = SHORT + 1;
        } else {
            for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
                bytes[--from] = (byte) ((long) length >> shift);
            }
            bytes[--from] = SHORT + 2;
        }
        bytes[--from] = FINAL_TEXT;
        byte[] frame = new byte[to - from];
        System.arraycopy(bytes, from, frame, 0, frame.length);
        return frame;
    }
}

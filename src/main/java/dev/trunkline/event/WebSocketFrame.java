package dev.trunkline.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.nio.ByteBuffer;

/**
 * An event as one WebSocket text frame (protocol, section 5; RFC 6455, section 5.2): a server's frames are not masked, so
 * that one serves all sockets. Its text is {@code {"stream":…,"event":"…","payload":"…"}} with the payload's text as a
 * JSON string, or without that member where the event has none. It is written straight into the buffer that goes to the
 * wire, whose exact size is known before.
 */
public final class WebSocketFrame {

    private static final byte[] STREAM = "{\"stream\":".getBytes(UTF_8);
    private static final byte[] EVENT = ",\"event\":\"".getBytes(UTF_8);
    private static final byte[] PAYLOAD = "\",\"payload\":\"".getBytes(UTF_8);
    private static final byte[] END = "\"}".getBytes(UTF_8);

    private static final byte FINAL_TEXT = (byte) 0x81;
    private static final int SHORT = 125;
    private static final int MEDIUM = 0xFFFF;

    private static final byte[] HEX = "0123456789abcdef".getBytes(UTF_8);

    /** How many bytes longer each byte becomes in a JSON string: a quote by a backslash, a control character by more. */
    private static final byte[] LONGER = new byte[256];

    static {
        for (int control = 0; control < ' '; control++) {
            LONGER[control] = (byte) (letter((byte) control) == 'u' ? 5 : 1);
        }
        LONGER['"'] = 1;
        LONGER['\\'] = 1;
    }

    private WebSocketFrame() {}

    /**
     * The whole frame of an event, in a buffer that the caller owns.
     *
     * @param label the {@code stream} array as JSON
     */
    public static ByteBuf encode(Event event, byte[] label) {
        byte[] name = event.name().getBytes(UTF_8);
        byte[] payload = event.payload();
        int length = STREAM.length + label.length + EVENT.length + escapedLength(name) + END.length;
        if (event.kind() != Event.Payload.NONE) {
            length += PAYLOAD.length + escapedLength(payload);
        }
        ByteBuf frame = begin(length);
        frame.writeBytes(STREAM).writeBytes(label).writeBytes(EVENT);
        writeEscaped(name, frame);
        if (event.kind() != Event.Payload.NONE) {
            frame.writeBytes(PAYLOAD);
            writeEscaped(payload, frame);
        }
        return frame.writeBytes(END);
    }

    /** A whole frame of any other text, in a buffer that the caller owns. */
    public static ByteBuf text(String text) {
        byte[] utf8 = text.getBytes(UTF_8);
        return begin(utf8.length).writeBytes(utf8);
    }

    /** A buffer with the header of a text of that length, and room for the text. */
    private static ByteBuf begin(int length) {
        int header = length <= SHORT ? 2 : length <= MEDIUM ? 4 : 10;
        ByteBuf frame = PooledByteBufAllocator.DEFAULT.directBuffer(header + length);
        frame.writeByte(FINAL_TEXT);
        if (length <= SHORT) {
            return frame.writeByte(length);
        }
        if (length <= MEDIUM) {
            return frame.writeByte(SHORT + 1).writeShort(length);
        }
        return frame.writeByte(SHORT + 2).writeLong(length);
    }

    private static int escapedLength(byte[] text) {
        int length = text.length;
        for (byte b : text) {
            length += LONGER[b & 0xFF];
        }
        return length;
    }

    /** As JSON.stringify does it: nothing is escaped that need not be. */
    private static void writeEscaped(byte[] text, ByteBuf frame) {
        // Byte by byte into the memory itself: strings of JSON are short between their quotes.
        ByteBuffer out = frame.internalNioBuffer(frame.writerIndex(), frame.writableBytes());
        int start = out.position();
        for (byte b : text) {
            if (LONGER[b & 0xFF] == 0) {
                out.put(b);
            } else {
                putEscape(b, out);
            }
        }
        frame.writerIndex(frame.writerIndex() + out.position() - start);
    }

    private static void putEscape(byte b, ByteBuffer out) {
        byte letter = letter(b);
        out.put((byte) '\\').put(letter);
        if (letter == 'u') {
            out.put((byte) '0').put((byte) '0').put(HEX[b >> 4]).put(HEX[b & 0xF]);
        }
    }

    private static byte letter(byte b) {
        return switch (b) {
            case '"', '\\' -> b;
            case '\b' -> 'b';
            case '\t' -> 't';
            case '\n' -> 'n';
            case '\f' -> 'f';
            case '\r' -> 'r';
            default -> 'u';
        };
    }
}

package dev.trunkline.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * An event as one WebSocket text frame (protocol, section 5; RFC 6455, section 5.2). A server's frames are not masked, so one
 * frame serves all sockets. Its text is {@code {"stream":…,"event":"…","payload":"…"}} with the payload's text as a JSON
 * string, or without that member if the event has no payload, and with {@code "id"} behind it for clients with ids. It is written straight into the buffer that goes to the wire,
 * whose exact size is computed before.
 */
public final class WebSocketFrame {

    private static final byte[] STREAM = "{\"stream\":".getBytes(UTF_8);
    private static final byte[] EVENT = ",\"event\":\"".getBytes(UTF_8);
    private static final byte[] PAYLOAD = "\",\"payload\":\"".getBytes(UTF_8);
    private static final byte[] ID = "\",\"id\":\"".getBytes(UTF_8);
    private static final byte[] END = "\"}".getBytes(UTF_8);

    private static final byte FINAL_TEXT = (byte) 0x81;

    /** With the bit of a compressed message (RFC 7692, section 6). */
    private static final byte FINAL_COMPRESSED_TEXT = (byte) 0xC1;

    private static final int SHORT = 125;
    private static final int MEDIUM = 0xFFFF;

    /** A header of the longest form. */
    private static final int MOST_HEADER = 10;

    /** Shorter texts repeat too little: those of a deletion, with 60 to 80 bytes, lose two or none when they are compressed. */
    private static final int LEAST_COMPRESSED = 100;

    private WebSocketFrame() {}

    /**
     * The whole frame of an event, in a buffer that the caller owns.
     *
     * @param label the {@code stream} array as JSON
     */
    public static ByteBuf encode(Event event, byte[] label) {
        return encode(event, label, null);
    }

    /** The same with the event's id, if it has one (protocol, section 12). */
    public static ByteBuf encodeWithId(Event event, byte[] label) {
        return encode(event, label, event.id());
    }

    private static ByteBuf encode(Event event, byte[] label, byte @Nullable [] id) {
        byte[] name = event.name().getBytes(UTF_8);
        byte[] payload = event.payload();
        int length = STREAM.length + label.length + EVENT.length + JsonString.escapedLength(name) + END.length;
        if (event.kind() != PayloadKind.NONE) {
            length += PAYLOAD.length + JsonString.escapedLength(payload);
        }
        if (id != null) {
            length += ID.length + id.length;
        }
        ByteBuf frame = begin(FINAL_TEXT, length);
        frame.writeBytes(STREAM).writeBytes(label).writeBytes(EVENT);
        writeEscaped(name, frame);
        if (event.kind() != PayloadKind.NONE) {
            frame.writeBytes(PAYLOAD);
            writeEscaped(payload, frame);
        }
        if (id != null) {
            frame.writeBytes(ID).writeBytes(id);
        }
        return frame.writeBytes(END);
    }

    /** A whole frame of any other text, in a buffer that the caller owns. */
    public static ByteBuf text(String text) {
        byte[] utf8 = text.getBytes(UTF_8);
        return begin(FINAL_TEXT, utf8.length).writeBytes(utf8);
    }

    /**
     * The same text in a compressed frame (RFC 7692, section 7.2.1), which refers to no other: the frame that is given is replaced and
     * released, or returned as it is if its text does not become smaller.
     *
     * @param plain a frame from this class, whose owner the caller is no longer
     * @return a frame that the caller owns
     */
    public static ByteBuf compressed(ByteBuf plain) {
        int header = headerLength(plain);
        int length = plain.readableBytes() - header;
        if (length < LEAST_COMPRESSED) {
            return plain;
        }
        ByteBuf text = FrameBuffers.allocate(Deflate.mostBytes(length));
        try {
            Deflate.compress(plain.slice(header, length), text);
            int compressed = text.readableBytes() - Deflate.TAIL;
            if (compressed >= length) {
                return plain.retain();
            }
            return begin(FINAL_COMPRESSED_TEXT, compressed).writeBytes(text, compressed);
        } finally {
            text.release();
            plain.release();
        }
    }

    private static int headerLength(ByteBuf frame) {
        int form = frame.getByte(1);
        return form <= SHORT ? 2 : form == SHORT + 1 ? 4 : MOST_HEADER;
    }

    /** A buffer with the header of a text of that length, and room for the text. */
    private static ByteBuf begin(byte first, int length) {
        int header = length <= SHORT ? 2 : length <= MEDIUM ? 4 : MOST_HEADER;
        ByteBuf frame = FrameBuffers.allocate(header + length);
        frame.writeByte(first);
        if (length <= SHORT) {
            return frame.writeByte(length);
        }
        if (length <= MEDIUM) {
            return frame.writeByte(SHORT + 1).writeShort(length);
        }
        return frame.writeByte(SHORT + 2).writeLong(length);
    }

    private static void writeEscaped(byte[] text, ByteBuf frame) {
        ByteBuffer out = frame.internalNioBuffer(frame.writerIndex(), frame.writableBytes());
        int start = out.position();
        JsonString.escape(text, out);
        frame.writerIndex(frame.writerIndex() + out.position() - start);
    }
}

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

    /** The first byte of the empty block whose other four a message leaves out. */
    private static final int LAST_BLOCK_BEGUN = 1;

    /** See {@link Compressed#of}. */
    private static final String FORM = "frame";

    private static final String FORM_WITH_ID = "frame with id";

    private static final int SHORT = 125;
    private static final int MEDIUM = 0xFFFF;

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
        ByteBuf frame = begin(FINAL_TEXT, length(event, name, label) + (id == null ? 0 : ID.length + id.length));
        writeShared(event, name, frame.writeBytes(STREAM).writeBytes(label));
        if (id != null) {
            frame.writeBytes(ID).writeBytes(id);
        }
        return frame.writeBytes(END);
    }

    /** The length of the text without the id. */
    private static int length(Event event, byte[] name, byte[] label) {
        return STREAM.length + label.length + sharedLength(event, name) + END.length;
    }

    private static int sharedLength(Event event, byte[] name) {
        int length = EVENT.length + JsonString.escapedLength(name);
        boolean bare = event.kind() == PayloadKind.NONE;
        return bare ? length : length + PAYLOAD.length + JsonString.escapedLength(event.payload());
    }

    /** Everything between the label and the id. */
    private static void writeShared(Event event, byte[] name, ByteBuf out) {
        out.writeBytes(EVENT);
        writeEscaped(name, out);
        if (event.kind() != PayloadKind.NONE) {
            out.writeBytes(PAYLOAD);
            writeEscaped(event.payload(), out);
        }
    }

    /**
     * The same text as that of {@link #encode} or {@link #encodeWithId} in a compressed frame (RFC 7692, section 7.2.1), which refers to
     * no other; in a plain one if it does not become smaller, is long, or is {@link Message#personal()}. Everything between label and id is
     * compressed once for all events of a message.
     *
     * @param ids whether the event's id is in it, if it has one
     */
    public static ByteBuf encodeCompressed(Event event, byte[] label, boolean ids) {
        byte[] name = event.name().getBytes(UTF_8);
        byte[] id = ids ? event.id() : null;
        int payload = event.payload().length;
        if (event.message().personal()
                || payload > Deflate.LARGEST
                || (payload < LEAST_COMPRESSED && length(event, name, label) < LEAST_COMPRESSED)) {
            int text = length(event, name, label) + (id == null ? 0 : ID.length + id.length);
            CompressedEvents.count(text, text);
            return encode(event, label, id);
        }
        byte[] behind = id == null ? END : ID;
        Compressed shared = Compressed.of(
                event.message(),
                id == null ? FORM : FORM_WITH_ID,
                () -> sharedLength(event, name) + behind.length,
                out -> {
                    writeShared(event, name, out);
                    out.writeBytes(behind);
                });
        int front = STREAM.length + label.length;
        int own = id == null ? 0 : id.length + END.length;
        int compressed = Deflate.STORED
                + front
                + shared.bytes().length
                + (id == null ? -Deflate.TAIL : Deflate.STORED + own + LAST_BLOCK_BEGUN);
        int text = front + shared.length() + own;
        CompressedEvents.count(text, Math.min(compressed, text));
        if (compressed >= text) {
            return encode(event, label, id);
        }
        ByteBuf frame = begin(FINAL_COMPRESSED_TEXT, compressed);
        Deflate.beginStored(front, frame);
        frame.writeBytes(STREAM).writeBytes(label);
        if (id == null) {
            return frame.writeBytes(shared.bytes(), 0, shared.bytes().length - Deflate.TAIL);
        }
        frame.writeBytes(shared.bytes());
        Deflate.beginStored(own, frame);
        return frame.writeBytes(id).writeBytes(END).writeByte(0);
    }

    /** A whole frame of any other text, in a buffer that the caller owns. */
    public static ByteBuf text(String text) {
        byte[] utf8 = text.getBytes(UTF_8);
        return begin(FINAL_TEXT, utf8.length).writeBytes(utf8);
    }

    /** A buffer with the header of a text of that length, and room for the text. */
    private static ByteBuf begin(byte first, int length) {
        int header = length <= SHORT ? 2 : length <= MEDIUM ? 4 : 10;
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

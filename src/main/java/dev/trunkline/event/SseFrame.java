package dev.trunkline.event;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;

/**
 * What goes over an SSE stream, byte for byte (protocol, section 4). The arrays are the caller's own.
 *
 * <p>There is one space after each colon, for clients that split there.
 */
public final class SseFrame {
    /** The comment that opens a stream. */
    public static final String PRELUDE = ":)\n";

    /** The comment that keeps an idle stream open. */
    public static final String HEARTBEAT = ":thump\n";

    /** The reference's heartbeat since 4.6, for who wants it back. */
    public static final String HEARTBEAT_WITH_BLANK_LINE = ":thump\n\n";

    private static final byte[] NAME = "event: ".getBytes(US_ASCII);
    private static final byte[] DATA = "\ndata: ".getBytes(US_ASCII);
    private static final byte[] END = "\n\n".getBytes(US_ASCII);
    private static final byte[] NULL = "null".getBytes(US_ASCII);

    private SseFrame() {}

    /** The whole record of an event, to be written in one piece. */
    public static byte[] encode(Event event) {
        byte[] name = event.name().getBytes(UTF_8);
        byte[] payload = event.payload();
        return switch (event.kind()) {
            case JSON -> record(name, payload);
            // A browser never dispatches an event without a data line, and other clients parse what it has as JSON.
            case NONE -> record(name, NULL);
            case TEXT -> hasLineBreak(payload) ? lines(name, payload) : record(name, payload);
        };
    }

    /** The last line of a stream that the client may open again. */
    public static String retry(long milliseconds) {
        return "retry: " + milliseconds + "\n";
    }

    private static byte[] record(byte[] name, byte[] data) {
        byte[] record = new byte[NAME.length + name.length + DATA.length + data.length + END.length];
        int place = put(record, 0, NAME);
        place = put(record, place, name);
        place = put(record, place, DATA);
        place = put(record, place, data);
        put(record, place, END);
        return record;
    }

    private static int put(byte[] record, int place, byte[] part) {
        System.arraycopy(part, 0, record, place, part.length);
        return place + part.length;
    }

    private static boolean hasLineBreak(byte[] text) {
        for (byte b : text) {
            if (b == '\n' || b == '\r') {
                return true;
            }
        }
        return false;
    }

    /** A data line for each of the text's lines: the client puts them together again with line feeds. */
    private static byte[] lines(byte[] name, byte[] text) {
        ByteArrayOutputStream record = new ByteArrayOutputStream(text.length + 64);
        record.writeBytes(NAME);
        record.writeBytes(name);
        record.writeBytes(DATA);
        for (int place = 0; place < text.length; place++) {
            byte b = text[place];
            if (b == '\r' && place + 1 < text.length && text[place + 1] == '\n') {
                continue; // the line feed ends the line for both
            }
            if (b == '\r' || b == '\n') {
                record.writeBytes(DATA);
            } else {
                record.write(b);
            }
        }
        record.writeBytes(END);
        return record.toByteArray();
    }
}

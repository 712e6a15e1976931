package dev.trunkline.event;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/**
 * The bytes of an SSE stream (protocol, section 4). A record is written straight into the buffer that goes to the wire.
 *
 * <p>There is one space after each colon, for clients that split there.
 */
public final class SseFrame {
    /** The comment that opens a stream. */
    public static final String PRELUDE = ":)\n";

    /** The comment that keeps an idle stream open. */
    public static final String HEARTBEAT = ":thump\n";

    /** The reference's heartbeat since 4.6, as an option. */
    public static final String HEARTBEAT_WITH_BLANK_LINE = ":thump\n\n";

    private static final byte[] ID = "id: ".getBytes(US_ASCII);
    private static final byte[] NAME = "event: ".getBytes(US_ASCII);
    private static final byte[] DATA = "\ndata: ".getBytes(US_ASCII);
    private static final byte[] END = "\n\n".getBytes(US_ASCII);
    private static final byte[] NULL = "null".getBytes(US_ASCII);

    private static final byte[] NONE = {};

    /** With its line break; empty if the record has none. */
    private final byte[] idLine;

    private final byte[] name;
    private final byte[] data;

    /** How many further data lines a text with line breaks takes. */
    private final int breaks;

    private final int length;

    private SseFrame(byte[] idLine, byte[] name, byte[] data, boolean text) {
        this.idLine = idLine;
        this.name = name;
        this.data = data;
        int found = 0;
        int dropped = 0;
        if (text) {
            for (int i = 0; i < data.length; i++) {
                if (data[i] == '\n' || data[i] == '\r') {
                    found++;
                    dropped += breakAt(i);
                    i += breakAt(i) - 1;
                }
            }
        }
        this.breaks = found;
        this.length = idLine.length
                + NAME.length
                + name.length
                + DATA.length
                + data.length
                - dropped
                + found * DATA.length
                + END.length;
    }

    /** The whole record of an event, to be written in one piece. */
    public static SseFrame of(Event event) {
        return of(event, NONE);
    }

    /** The same with the event's id, if it has one (protocol, section 12). */
    public static SseFrame withId(Event event) {
        return of(event, idLine(event));
    }

    private static SseFrame of(Event event, byte[] idLine) {
        byte[] name = event.name().getBytes(UTF_8);
        // A browser never dispatches an event without a data line, and other clients parse the data as JSON.
        byte[] data = event.kind() == PayloadKind.NONE ? NULL : event.payload();
        return new SseFrame(idLine, name, data, event.kind() == PayloadKind.TEXT);
    }

    /** The line with the event's id that stands in front of its record; empty if it has none. */
    public static byte[] idLine(Event event) {
        byte[] id = event.id();
        if (id == null) {
            return NONE;
        }
        byte[] line = Arrays.copyOf(ID, ID.length + id.length + 1);
        System.arraycopy(id, 0, line, ID.length, id.length);
        line[line.length - 1] = '\n';
        return line;
    }

    /** A record without an event, from which a client takes the id (as the HTML standard has it). */
    public static byte[] idAlone(byte[] id) {
        byte[] record = Arrays.copyOf(ID, ID.length + id.length + END.length);
        System.arraycopy(id, 0, record, ID.length, id.length);
        System.arraycopy(END, 0, record, ID.length + id.length, END.length);
        return record;
    }

    /** The last line of a stream that the client may open again. */
    public static String retry(long milliseconds) {
        return "retry: " + milliseconds + "\n";
    }

    /** The record's length in bytes. */
    public int length() {
        return length;
    }

    /** Appends the record to the buffer. */
    public void writeTo(ByteBuf out) {
        out.writeBytes(idLine).writeBytes(NAME).writeBytes(name).writeBytes(DATA);
        if (breaks == 0) {
            out.writeBytes(data);
        } else {
            writeLines(out);
        }
        out.writeBytes(END);
    }

    /** Writes a data line for each of the text's lines: the client puts them together again with line feeds. */
    private void writeLines(ByteBuf out) {
        int start = 0;
        for (int i = 0; i < data.length; i++) {
            if (data[i] == '\n' || data[i] == '\r') {
                out.writeBytes(data, start, i - start).writeBytes(DATA);
                start = i + breakAt(i);
                i = start - 1;
            }
        }
        out.writeBytes(data, start, data.length - start);
    }

    /** The length of the line break at this place: a line feed, a carriage return, or both. */
    private int breakAt(int place) {
        return data[place] == '\r' && place + 1 < data.length && data[place + 1] == '\n' ? 2 : 1;
    }
}

package dev.trunkline.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The events: statuses of one fixed size that differ in id and text, the Redis message that publishes each and the SSE
 * record that must come out. Only the events in flight are kept.
 */
final class Statuses {
    private static final String MESSAGE_HEAD = "{\"event\":\"update\",\"payload\":";
    private static final String RECORD_HEAD = "event: update\ndata: ";

    private final int bytes;
    private final @Nullable String label;
    private final byte[][] messages;
    private final ByteBuffer[] records;
    private final int recordBytes;

    /**
     * Statuses of one size.
     *
     * @param label the stream's name where a WebSocket frame has to come out, null for an SSE record
     */
    Statuses(int bytes, int window, @Nullable String label) {
        this.bytes = bytes;
        this.label = label;
        this.recordBytes = expected(status(0)).length;
        this.messages = new byte[window][];
        this.records = new ByteBuffer[window];
        for (int i = 0; i < window; i++) {
            messages[i] = new byte[0];
            records[i] = ByteBuffer.allocateDirect(recordBytes);
        }
    }

    /** Makes event {@code number} and returns its Redis message; the event a window before it is forgotten. */
    byte[] message(long number) {
        byte[] status = status(number);
        int slot = slot(number);
        records[slot].clear();
        records[slot].put(expected(status));
        byte[] message = new byte[MESSAGE_HEAD.length() + status.length + 1];
        System.arraycopy(MESSAGE_HEAD.getBytes(UTF_8), 0, message, 0, MESSAGE_HEAD.length());
        System.arraycopy(status, 0, message, MESSAGE_HEAD.length(), status.length);
        message[message.length - 1] = '}';
        messages[slot] = message;
        return message;
    }

    /** The SSE record of an event in flight; the caller sets position and limit as it needs them. */
    ByteBuffer record(long number) {
        return records[slot(number)];
    }

    int recordBytes() {
        return recordBytes;
    }

    /** The SSE record in a published message, for the floor server, which parses nothing. */
    static byte[] record(byte[] message) {
        int payload = message.length - MESSAGE_HEAD.length() - 1;
        byte[] record = new byte[RECORD_HEAD.length() + payload + 2];
        System.arraycopy(RECORD_HEAD.getBytes(UTF_8), 0, record, 0, RECORD_HEAD.length());
        System.arraycopy(message, MESSAGE_HEAD.length(), record, RECORD_HEAD.length(), payload);
        record[record.length - 2] = '\n';
        record[record.length - 1] = '\n';
        return record;
    }

    private byte[] expected(byte[] status) {
        String text = new String(status, UTF_8);
        return label == null ? (RECORD_HEAD + text + "\n\n").getBytes(UTF_8) : frame(text);
    }

    /** An unmasked text frame of up to 64 KiB (RFC 6455, section 5.2). */
    private byte[] frame(String status) {
        byte[] text = ("{\"stream\":[\"" + label + "\"],\"event\":\"update\",\"payload\":\""
                        + status.replace("\"", "\\\"") + "\"}")
                .getBytes(UTF_8);
        return ByteBuffer.allocate(text.length + 4)
                .put((byte) 0x81)
                .put((byte) 126)
                .putShort((short) text.length)
                .put(text)
                .array();
    }

    private int slot(long number) {
        return (int) (number % records.length);
    }

    private byte[] status(long number) {
        String id = String.format(Locale.ROOT, "%018d", 113_000_000_000_000_000L + number);
        String head = "{\"id\":\"" + id + "\",\"created_at\":\"2026-01-31T12:00:00.000Z\",\"in_reply_to_id\":null,"
                + "\"sensitive\":false,\"spoiler_text\":\"\",\"visibility\":\"public\",\"language\":\"en\","
                + "\"uri\":\"https://remote.example/statuses/" + id + "\",\"replies_count\":0,\"content\":\"<p>";
        String tail = "</p>\",\"reblog\":null,\"account\":{\"id\":\"1\",\"username\":\"author\","
                + "\"acct\":\"author@remote.example\",\"display_name\":\"Author\",\"locked\":false,\"bot\":false},"
                + "\"media_attachments\":[],\"mentions\":[],\"tags\":[],\"emojis\":[],\"card\":null,\"poll\":null}";
        StringBuilder status = new StringBuilder(bytes).append(head);
        String text = "Was schön ist, bleibt – 美しい " + number + " times over. ";
        int room = bytes - head.length() - tail.length();
        int length = text.getBytes(UTF_8).length;
        for (; room >= length; room -= length) {
            status.append(text);
        }
        return status.append("x".repeat(room)).append(tail).toString().getBytes(UTF_8);
    }
}

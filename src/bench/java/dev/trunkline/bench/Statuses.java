package dev.trunkline.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * The events: statuses of one size that differ in id, author, mentions and text, the Redis message of each and the expected
 * output. They can be compressed about as well as Mastodon's. Only the events in flight are kept.
 */
public final class Statuses implements Expected {
    /** What texts are made of; {@link ViewerFilters} looks for words that begin in the same way. */
    static final String[] WORDS =
            ("above again along always autumn before between bicycle bread bridge camera candle coffee "
                            + "concert corner course curious dinner early engine evening finally follow friday garden "
                            + "harbour heard hidden island kitchen language letter library little market morning mountain music "
                            + "neighbour never notebook ocean often paper people photo quiet railway reading river school "
                            + "secret server signal silver simple station story street summer sunday theatre thought "
                            + "together tomorrow travel update video village walking weather window winter without yellow")
                    .split(" ", -1);

    /** The smallest size of a status: the members that are read, and some text. */
    static final int LEAST_BYTES = 2048;

    /** From this size on, there is room for everything that Mastodon shows of an account. */
    private static final int WITH_PROFILE = 2944;

    /** Mastodon's default limit. */
    private static final int TEXT = 500;

    private static final String MESSAGE_HEAD = "{\"event\":\"update\",\"payload\":";
    private static final String RECORD_HEAD = "event: update\ndata: ";

    private final int bytes;
    private final @Nullable String label;
    private final @Nullable ViewerFilters filters;

    /** The output for viewers whose filters do not match; then for the others, except for the filter's id. */
    private final ByteBuffer[] records;

    private final ByteBuffer[] matchingRecords;
    private final int filterIdPlace;

    /** By author. */
    private final String[] notes = new String[Authors.COUNT];

    private final String[] profiles = new String[Authors.COUNT];

    /**
     * Statuses of one size.
     *
     * @param label the stream's name if the output is a WebSocket frame, null if it is an SSE record
     * @param filters the viewers'; null for a stream without checks, whose statuses come out as published
     */
    Statuses(int bytes, int window, @Nullable String label, @Nullable ViewerFilters filters) {
        this.bytes = bytes;
        this.label = label;
        this.filters = filters;
        for (int author = 0; author < Authors.COUNT; author++) {
            notes[author] = Authors.note(author, bytes);
            profiles[author] = bytes < WITH_PROFILE ? "" : Authors.profile(author);
        }
        byte[] matching = expected(status(0), result(0));
        this.records = buffers(window, expected(status(0), "").length);
        this.matchingRecords = buffers(window, matching.length);
        this.filterIdPlace = new String(matching, ISO_8859_1).lastIndexOf(ViewerFilters.NO_ID);
    }

    /** The Redis messages of the first statuses of one size, for a benchmark without a server. */
    public static byte[][] messages(int bytes, int count) {
        Statuses statuses = new Statuses(bytes, 1, null, null);
        byte[][] messages = new byte[count][];
        for (int number = 0; number < count; number++) {
            messages[number] = statuses.message(number);
        }
        return messages;
    }

    private static ByteBuffer[] buffers(int window, int size) {
        ByteBuffer[] buffers = new ByteBuffer[window];
        for (int i = 0; i < window; i++) {
            buffers[i] = ByteBuffer.allocateDirect(size);
        }
        return buffers;
    }

    /** Makes event {@code number} and returns its Redis message; it replaces the event one window before it. */
    byte[] message(long number) {
        String status = status(number);
        records[slot(number)].clear().put(expected(status, ""));
        matchingRecords[slot(number)].clear().put(expected(status, result(number)));
        return (MESSAGE_HEAD + status + "}").getBytes(UTF_8);
    }

    @Override
    public ByteBuffer record(long number, int viewer) {
        if (filters == null || !filters.match(number, viewer)) {
            return records[slot(number)];
        }
        ByteBuffer record = matchingRecords[slot(number)].clear();
        return record.put(filterIdPlace, ViewerFilters.matchingFilter(viewer));
    }

    @Override
    public long bytes(long events, int viewer) {
        long matches = filters == null ? 0 : filters.matches(events, viewer);
        return (events - matches) * records[0].capacity() + matches * matchingRecords[0].capacity();
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

    private String result(long number) {
        return filters == null ? "" : filters.result(number);
    }

    private byte[] expected(String status, String result) {
        String payload =
                filters == null ? status : status.substring(0, status.length() - 1) + ",\"filtered\":[" + result + "]}";
        return label == null ? (RECORD_HEAD + payload + "\n\n").getBytes(UTF_8) : frame(payload);
    }

    /** An unmasked text frame of up to 64 KiB (RFC 6455, section 5.2). */
    private byte[] frame(String payload) {
        byte[] text = ("{\"stream\":[\"" + label + "\"],\"event\":\"update\",\"payload\":\""
                        + payload.replace("\\", "\\\\").replace("\"", "\\\"") + "\"}")
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

    private String status(long number) {
        int author = (int) (number % Authors.COUNT);
        String id = String.format(Locale.ROOT, "%018d", 113_000_000_000_000_000L + number);
        String home = "https://" + Authors.domain(author);
        String name = Authors.username(author);
        String topic = ViewerFilters.topic(filters == null ? 0 : filters.topicOf(number));
        String head = "{\"id\":\"" + id + "\",\"created_at\":\"2026-01-31T12:00:00.000Z\",\"in_reply_to_id\":null,"
                + "\"in_reply_to_account_id\":null,\"sensitive\":false,\"spoiler_text\":\"\",\"visibility\":\"public\","
                + "\"language\":\"en\",\"uri\":\"" + home + "/users/" + name + "/statuses/" + id + "\",\"url\":\""
                + home
                + "/@" + name + "/" + id + "\",\"replies_count\":0,\"reblogs_count\":0,\"favourites_count\":0,"
                + "\"edited_at\":null,\"content\":\"" + content(number, topic)
                + "\",\"reblog\":null,\"account\":{\"id\":\""
                + Authors.id(author) + "\",\"username\":\"" + name + "\",\"acct\":\"" + Authors.address(author)
                + "\",\"display_name\":\"Author\",\"locked\":false,\"bot\":false,\"note\":\"<p>";
        String tail = "</p>\"" + profiles[author] + "},\"media_attachments\":[],\"mentions\":["
                + Authors.mention((author + 1) % Authors.COUNT) + ","
                + Authors.mention((author + 2) % Authors.COUNT) + "],\"tags\":[{\"name\":\"" + topic
                + "\",\"url\":\"" + home
                + "/tags/" + topic + "\"}],\"emojis\":[],\"card\":null,\"poll\":null}";
        int room = bytes - head.getBytes(UTF_8).length - tail.getBytes(UTF_8).length;
        return head + notes[author].substring(0, room) + tail;
    }

    /** HTML like Mastodon's, whose visible text is as long as that of a long status. */
    private static String content(long number, String topic) {
        StringBuilder text = new StringBuilder("<p>Was schön ist, bleibt &amp; wächst – 美しい</p><p>");
        Random random = new Random(number);
        while (text.length() < TEXT) {
            text.append(WORDS[random.nextInt(WORDS.length)]).append(random.nextInt(12) == 0 ? ".<br />" : " ");
        }
        return text + "</p><p><a href=\\\"https://social.example/tags/" + topic
                + "\\\" class=\\\"mention hashtag\\\" rel=\\\"tag\\\">#<span>" + topic + "</span></a></p>";
    }
}

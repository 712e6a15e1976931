package dev.trunkline.sse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trunkline.harness.Author;
import dev.trunkline.harness.ChunkedBody;
import dev.trunkline.harness.EventStream;
import dev.trunkline.harness.HttpSocket;
import dev.trunkline.harness.Mastodon;
import dev.trunkline.harness.MeasuresTime;
import dev.trunkline.harness.Metrics;
import dev.trunkline.harness.PublishedStatus;
import dev.trunkline.harness.Request;
import dev.trunkline.harness.Token;
import dev.trunkline.harness.Trunkline;
import dev.trunkline.harness.WireTest;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/** A comment line at each interval, whatever else is written (protocol, section 4). */
@WireTest(
        settings = {
            "trunkline.heartbeat.interval=300ms",
            // A process whose clients have ids stays for them.
            "trunkline.shutdown-spread=0",
            "trunkline.reconnect-spread=10ms"
        })
class HeartbeatIT {

    private static final int BEATS = 4;

    private final Trunkline trunkline;
    private final Mastodon mastodon;

    HeartbeatIT(Trunkline trunkline, Mastodon mastodon) {
        this.trunkline = trunkline;
        this.mastodon = mastodon;
    }

    @Test
    @MeasuresTime
    void eachIntervalHasOneHeartbeat() {
        try (EventStream stream = trunkline.stream("/user", mastodon.reader())) {
            long start = System.nanoTime();
            for (int i = 0; i < BEATS; i++) {
                assertEquals(":thump\n", stream.record());
            }
            Duration taken = Duration.ofNanos(System.nanoTime() - start);
            // The first may have been on its way when the measurement began.
            assertTrue(taken.toMillis() > (BEATS - 1) * 300 - 100, taken::toString);
        }
    }

    @Test
    void heartbeatsStandBetweenRecords() {
        Token token = mastodon.reader();
        String channel = "timeline:" + token.account().id();
        try (EventStream stream = trunkline.stream("/user", token)) {
            for (int i = 0; i < 3; i++) {
                assertEquals(":thump\n", stream.record());
                mastodon.publish(channel, "delete", "\"1\"");
                assertEquals("event: delete\ndata: 1\n\n", afterHeartbeats(stream));
            }
        }
    }

    /** The next record that is no heartbeat: on a busy machine, several may come before it. */
    private static String afterHeartbeats(EventStream stream) {
        String record = stream.record();
        while (record.equals(":thump\n")) {
            record = stream.record();
        }
        return record;
    }

    @Test
    void aCompressedHeartbeatCanBeReadAtOnce() throws IOException {
        try (HttpSocket socket = trunkline
                .get("/api/v1/streaming/user")
                .bearer(mastodon.reader())
                .header("Accept", "text/event-stream")
                .header("Accept-Encoding", "gzip")
                .send()) {
            assertEquals("gzip", socket.head().header("Content-Encoding"));
            InputStream plain = new GZIPInputStream(new ChunkedBody(socket));
            int length = ":)\nid: \n\n:thump\n:thump\n".length() + 38;
            String text = new String(plain.readNBytes(length), UTF_8);
            assertTrue(text.matches(":\\)\nid: [A-Za-z0-9_-]{38}\n\n:thump\n:thump\n"), text);
        }
    }

    @Test
    void aHeartbeatIsNoMessage() {
        Metrics before = trunkline.metrics();
        try (EventStream stream = trunkline.stream("/user", mastodon.reader())) {
            assertEquals(":thump\n", stream.record());
        }
        assertEquals(before.sum("messages_sent_total"), trunkline.metrics().sum("messages_sent_total"));
    }

    /** Otherwise the id of a client that is shown nothing would grow too old (protocol, section 12). */
    @Test
    void whatWasWithheldMovesTheIdOn() {
        Token token = mastodon.reader();
        Author blocked = mastodon.author();
        mastodon.block(token.account().id(), blocked.id());
        String tag = Mastodon.unique("tag");
        String channel = "timeline:hashtag:" + tag;
        Request request = trunkline
                .get("/api/v1/streaming/hashtag?tag=" + tag)
                .bearer(token)
                .header("Accept", "text/event-stream");
        String id;
        try (EventStream stream = request.stream()) {
            String moment = stream.record();
            assertTrue(moment.startsWith("id: "), moment);
            mastodon.publish(channel, PublishedStatus.by(blocked));
            String record = afterHeartbeats(stream);
            assertTrue(record.matches("id: [A-Za-z0-9_-]{38}\n\n"), record);
            assertNotEquals(moment, record);
            // Once.
            assertEquals(":thump\n", stream.record());
            assertEquals(":thump\n", stream.record());
            id = record.substring("id: ".length()).strip();
        }
        String missed = mastodon.publishMarker(channel);
        try (EventStream back = request.header("Last-Event-ID", id).stream()) {
            String record = afterHeartbeats(back);
            assertTrue(record.endsWith("event: delete\ndata: " + missed + "\n\n"), record);
        }
    }

    @Test
    void aHeartbeatHasNoFramingForHttp10() {
        try (HttpSocket socket = trunkline
                .get("/api/v1/streaming/user")
                .version("HTTP/1.0")
                .bearer(mastodon.reader())
                .send()) {
            socket.head();
            String expected = ":)\n:thump\n:thump\n";
            assertEquals(expected, socket.exactly(expected.length()));
        }
    }
}

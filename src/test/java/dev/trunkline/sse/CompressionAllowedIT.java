package dev.trunkline.sse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.trunkline.harness.DependsOnJdk;
import dev.trunkline.harness.EventStream;
import dev.trunkline.harness.HttpAnswer;
import dev.trunkline.harness.HttpSocket;
import dev.trunkline.harness.Mastodon;
import dev.trunkline.harness.Token;
import dev.trunkline.harness.Trunkline;
import dev.trunkline.harness.WireTest;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/** With a setting, streams are compressed for clients that ask for it (protocol, section 3). */
@DependsOnJdk
@WireTest(settings = {"trunkline.compression=true", "trunkline.heartbeat.interval=2s"})
class CompressionAllowedIT {

    private final Trunkline trunkline;
    private final Mastodon mastodon;

    CompressionAllowedIT(Trunkline trunkline, Mastodon mastodon) {
        this.trunkline = trunkline;
        this.mastodon = mastodon;
    }

    @Test
    void everyRecordCanBeReadAtOnce() throws IOException {
        Token token = mastodon.reader();
        String channel = "timeline:" + token.account().id();
        try (HttpSocket socket = trunkline
                .get("/api/v1/streaming/user")
                .bearer(token)
                .header("Accept-Encoding", "gzip")
                .send()) {
            HttpAnswer head = socket.head();
            assertEquals("gzip", head.header("Content-Encoding"));
            assertEquals("text/event-stream", head.mediaType());
            InputStream plain = new GZIPInputStream(new Chunks(socket));
            assertNext(":)\n", plain);
            mastodon.publish(channel, "delete", "\"1\"");
            assertNext("event: delete\ndata: 1\n\n", plain);
            mastodon.publish(channel, "delete", "\"2\"");
            assertNext("event: delete\ndata: 2\n\n", plain);
            mastodon.kill(token);
            assertEquals(-1, plain.read());
        }
    }

    @Test
    void everyHeartbeatCanBeReadAtOnce() throws IOException {
        try (HttpSocket socket = trunkline
                .get("/api/v1/streaming/user")
                .bearer(mastodon.reader())
                .header("Accept-Encoding", "gzip")
                .send()) {
            assertEquals("gzip", socket.head().header("Content-Encoding"));
            assertNext(":)\n:thump\n:thump\n", new GZIPInputStream(new Chunks(socket)));
        }
    }

    @Test
    void aStreamIsPlainForAClientThatDoesNotAsk() {
        Token token = mastodon.reader();
        try (EventStream stream = trunkline.stream("/user", token)) {
            assertNull(stream.head().header("Content-Encoding"));
            assertEquals(mastodon.publishMarker("timeline:" + token.account().id()), stream.nextData());
        }
    }

    @Test
    void aStreamIsPlainForAnUnknownCoding() {
        Token token = mastodon.reader();
        try (EventStream stream =
                trunkline.get("/api/v1/streaming/user").bearer(token).header("Accept-Encoding", "identity").stream()) {
            assertNull(stream.head().header("Content-Encoding"));
            assertEquals(mastodon.publishMarker("timeline:" + token.account().id()), stream.nextData());
        }
    }

    private static void assertNext(String expected, InputStream plain) throws IOException {
        assertEquals(expected, new String(plain.readNBytes(expected.length()), UTF_8));
    }

    /** Reads the content of the chunks, and at a time no more than has arrived. */
    private static final class Chunks extends InputStream {

        private final HttpSocket socket;
        private byte[] chunk = {};
        private int place;

        Chunks(HttpSocket socket) {
            this.socket = socket;
        }

        @Override
        public int read() {
            if (place == chunk.length) {
                chunk = socket.chunk();
                place = 0;
            }
            return place == chunk.length ? -1 : chunk[place++] & 0xff;
        }

        @Override
        public int read(byte[] into, int from, int most) {
            int first = read();
            if (first >= 0 && most > 0) {
                into[from] = (byte) first;
            }
            return first < 0 ? -1 : 1;
        }
    }
}

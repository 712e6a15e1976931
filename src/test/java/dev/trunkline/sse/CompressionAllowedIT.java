package dev.trunkline.sse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trunkline.harness.ChunkedBody;
import dev.trunkline.harness.DependsOnJdk;
import dev.trunkline.harness.EventStream;
import dev.trunkline.harness.HttpAnswer;
import dev.trunkline.harness.HttpSocket;
import dev.trunkline.harness.Mastodon;
import dev.trunkline.harness.PublishedStatus;
import dev.trunkline.harness.Request;
import dev.trunkline.harness.Token;
import dev.trunkline.harness.Trunkline;
import dev.trunkline.harness.WireTest;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Streams are compressed for clients that ask for it (protocol, section 13). */
@DependsOnJdk
@WireTest(settings = {"trunkline.shutdown-spread=0", "trunkline.reconnect-spread=10ms"})
class CompressionAllowedIT {

    private final Trunkline trunkline;
    private final Mastodon mastodon;

    CompressionAllowedIT(Trunkline trunkline, Mastodon mastodon) {
        this.trunkline = trunkline;
        this.mastodon = mastodon;
    }

    private Request request(Token token) {
        return request("GET", token);
    }

    private Request request(String method, Token token) {
        return trunkline
                .request(method, "/api/v1/streaming/user")
                .bearer(token)
                .header("Accept", "text/event-stream")
                .header("Accept-Encoding", "gzip, deflate, br, zstd");
    }

    @Test
    void everyRecordCanBeReadAtOnceAndTheChecksumIsRight() throws IOException {
        Token token = mastodon.reader();
        String channel = "timeline:" + token.account().id();
        try (HttpSocket socket = request(token).send()) {
            HttpAnswer head = socket.head();
            assertEquals("gzip", head.header("Content-Encoding"));
            assertEquals("Accept-Encoding, Accept", head.header("Vary"));
            assertEquals("text/event-stream", head.mediaType());
            ChunkedBody chunks = new ChunkedBody(socket);
            InputStream plain = new GZIPInputStream(chunks);
            assertNext(":)\n", plain);
            skipId(plain);
            mastodon.publish(channel, "delete", "\"1\"");
            skipLine(plain);
            assertNext("event: delete\ndata: 1\n\n", plain);
            PublishedStatus status = PublishedStatus.by(mastodon.author());
            long before = chunks.bytes();
            mastodon.publish(channel, status);
            skipLine(plain);
            assertNext("event: update\ndata: " + status.json() + "\n\n", plain);
            // The id cannot be compressed, and the status is a short one.
            assertTrue(
                    chunks.bytes() - before < status.json().length() * 3 / 4,
                    () -> (chunks.bytes() - before) + " of " + status.json().length());
            mastodon.kill(token);
            // Reads the trailer, too, and fails if it does not fit the text.
            assertEquals(-1, plain.read());
            // Newer JDKs have looked for another gzip member.
            assertEquals(-1, chunks.read());
            assertTrue(socket.ended());
        }
    }

    @Test
    void whatWasMissedIsCompressedToo() throws IOException {
        Token token = mastodon.reader();
        String channel = "timeline:" + token.account().id();
        String id;
        try (HttpSocket socket = request(token).send()) {
            socket.head();
            InputStream plain = new GZIPInputStream(new ChunkedBody(socket));
            assertNext(":)\n", plain);
            id = skipLine(plain).substring("id: ".length());
        }
        String missed = mastodon.publishMarker(channel);
        try (HttpSocket socket = request(token).header("Last-Event-ID", id).send()) {
            socket.head();
            InputStream plain = new GZIPInputStream(new ChunkedBody(socket));
            assertNext(":)\n", plain);
            skipLine(plain);
            assertNext("event: delete\ndata: " + missed + "\n\n", plain);
            mastodon.kill(token);
            assertEquals(-1, plain.read());
        }
    }

    @Test
    void withoutChunksItIsTheSame() throws IOException {
        Token token = mastodon.reader();
        try (HttpSocket socket = request(token).version("HTTP/1.0").send()) {
            assertEquals("gzip", socket.head().header("Content-Encoding"));
            InputStream plain = new GZIPInputStream(new Bytes(socket));
            assertNext(":)\n", plain);
            skipId(plain);
            String marker = mastodon.publishMarker("timeline:" + token.account().id());
            skipLine(plain);
            assertNext("event: delete\ndata: " + marker + "\n\n", plain);
            mastodon.kill(token);
            assertEquals(-1, plain.read());
        }
    }

    @Test
    void aRefusalIsPlain() {
        HttpAnswer answer = trunkline
                .get("/api/v1/streaming/user")
                .header("Accept", "text/event-stream")
                .header("Accept-Encoding", "gzip")
                .answer();
        assertEquals(401, answer.status());
        assertNull(answer.header("Content-Encoding"));
        assertTrue(answer.body().startsWith("{\"error\":"), answer::body);
    }

    @Test
    void aHeadSaysTheSame() {
        HttpAnswer answer = request("HEAD", mastodon.reader()).answer();
        assertEquals(200, answer.status());
        assertEquals("gzip", answer.header("Content-Encoding"));
        assertEquals("Accept-Encoding, Accept", answer.header("Vary"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            text/event-stream | identity
            text/event-stream | gzip;q=0
            text/event-stream | *;q=0
            text/event-stream | gzip;q=0.5, identity
            text/event-stream | br, deflate
            */*               | gzip
            """)
    void aStreamIsPlainForAClientThatDoesNotAsk(String accept, String encodings) {
        Token token = mastodon.reader();
        try (EventStream stream = trunkline
                .get("/api/v1/streaming/user")
                .bearer(token)
                .header("Accept", accept)
                .header("Accept-Encoding", encodings)
                .stream()) {
            assertNull(stream.head().header("Content-Encoding"));
            String marker = mastodon.publishMarker("timeline:" + token.account().id());
            String record = stream.record();
            while (!record.contains("event: ")) {
                record = stream.record();
            }
            assertTrue(record.endsWith("event: delete\ndata: " + marker + "\n\n"), record);
        }
    }

    private static void skipId(InputStream plain) throws IOException {
        skipLine(plain);
        assertNext("\n", plain);
    }

    /** Reads a line with an id. */
    private static String skipLine(InputStream plain) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = plain.read(); next != '\n'; next = plain.read()) {
            line.append((char) next);
        }
        assertTrue(line.toString().startsWith("id: "), line::toString);
        return line.toString();
    }

    private static void assertNext(String expected, InputStream plain) throws IOException {
        assertEquals(expected, new String(plain.readNBytes(expected.length()), UTF_8));
    }

    /** Reads what comes, a byte at a time. */
    private static final class Bytes extends InputStream {

        private final HttpSocket socket;

        Bytes(HttpSocket socket) {
            this.socket = socket;
        }

        @Override
        public int read() {
            return socket.octet();
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

package dev.trunkline.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trunkline.harness.ChunkedBody;
import dev.trunkline.harness.HttpAnswer;
import dev.trunkline.harness.HttpSocket;
import dev.trunkline.harness.Mastodon;
import dev.trunkline.harness.NeedsTool;
import dev.trunkline.harness.PublishedStatus;
import dev.trunkline.harness.Request;
import dev.trunkline.harness.Token;
import dev.trunkline.harness.Trunkline;
import dev.trunkline.harness.WebSocketClient;
import dev.trunkline.harness.WireTest;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The site of deploy/nginx passes compressed events on as they are, each at once, and plain ones to those who did not ask. */
@WireTest(settings = "trunkline.history.time=1s")
@NeedsTool("nginx")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NginxCompressionIT {

    private static final int STATUSES = 3;

    private final Trunkline trunkline;
    private final Mastodon mastodon;

    private Nginx nginx;

    NginxCompressionIT(Trunkline trunkline, Mastodon mastodon) {
        this.trunkline = trunkline;
        this.mastodon = mastodon;
    }

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        nginx = Nginx.start(directory, trunkline.port(), trunkline.port());
    }

    @AfterAll
    void stop() {
        nginx.close();
    }

    private Request get(String target, Token token) {
        return new Request(nginx.port(), "GET", "/api/v1/streaming" + target).bearer(token);
    }

    @Test
    void aStreamIsForwardedCompressed() throws IOException {
        Token token = mastodon.reader();
        Request request = get("/user", token)
                .header("Accept", "text/event-stream")
                .header("Accept-Encoding", "gzip, deflate, br, zstd");
        try (HttpSocket socket = request.send()) {
            HttpAnswer head = socket.head();
            assertEquals("gzip", head.header("Content-Encoding"));
            assertEquals("Accept-Encoding, Accept", head.header("Vary"));
            ChunkedBody body = new ChunkedBody(socket);
            int plain = assertEachAtOnce(token, new GZIPInputStream(body));
            assertTrue(body.bytes() < plain * 3 / 4, () -> body.bytes() + " of " + plain);
        }
    }

    @Test
    void aStreamIsForwardedPlain() throws IOException {
        Token token = mastodon.reader();
        try (HttpSocket socket =
                get("/user", token).header("Accept", "text/event-stream").send()) {
            assertNull(socket.head().header("Content-Encoding"));
            assertEachAtOnce(token, new ChunkedBody(socket));
        }
    }

    /** The bytes of what is published. Nothing follows an event before it has been read. */
    private int assertEachAtOnce(Token token, InputStream plain) throws IOException {
        assertEquals(":)", line(plain));
        int published = 0;
        for (int i = 0; i < STATUSES; i++) {
            PublishedStatus status = PublishedStatus.by(mastodon.author());
            published += status.json().length();
            mastodon.publish("timeline:" + token.account().id(), status);
            String line = line(plain);
            while (!line.startsWith("data: ")) {
                line = line(plain);
            }
            assertEquals("data: " + status.json(), line);
            assertEquals("", line(plain));
        }
        mastodon.kill(token);
        // The trailer has been read, too, and is right.
        assertEquals(-1, plain.read());
        return published;
    }

    /** Reads no byte more than the line has: a buffer would wait for the next event. */
    private static String line(InputStream plain) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = plain.read(); next != '\n'; next = plain.read()) {
            assertTrue(next >= 0, line::toString);
            line.write(next);
        }
        return line.toString(UTF_8);
    }

    @Test
    void aSocketIsForwardedAsItWasAgreed() {
        Token token = mastodon.reader();
        try (WebSocketClient small = get("?stream=user", token)
                        .header("Sec-WebSocket-Extensions", "permessage-deflate; client_max_window_bits")
                        .upgrade()
                        .webSocket()
                        .settle();
                WebSocketClient whole =
                        get("?stream=user", token).upgrade().webSocket().settle()) {
            assertEquals(
                    "permessage-deflate; server_no_context_takeover; client_no_context_takeover",
                    small.head().header("Sec-WebSocket-Extensions"));
            assertNull(whole.head().header("Sec-WebSocket-Extensions"));
            for (int i = 0; i < STATUSES; i++) {
                PublishedStatus status = PublishedStatus.by(mastodon.author());
                mastodon.publish("timeline:" + token.account().id(), status);
                WebSocketClient.Frame compressed = small.frame(WebSocketClient.TEXT);
                WebSocketClient.Frame plain = whole.frame(WebSocketClient.TEXT);
                assertTrue(compressed.compressed());
                assertFalse(plain.compressed());
                assertEquals(status.json(), new JsonObject(plain.text()).getString("payload"));
                assertEquals(plain.text(), compressed.text());
            }
        }
    }
}

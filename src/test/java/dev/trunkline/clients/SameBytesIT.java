package dev.trunkline.clients;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trunkline.harness.HttpSocket;
import dev.trunkline.harness.Mastodon;
import dev.trunkline.harness.Request;
import dev.trunkline.harness.Token;
import dev.trunkline.harness.Trunkline;
import dev.trunkline.harness.WebSocketClient;
import dev.trunkline.harness.WireTest;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A client that does not ask for compression gets the same bytes, whatever the setting (protocol, section 13). */
@WireTest(settings = "trunkline.history.time=1s")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SameBytesIT {

    private static final byte[] NOTHING = {};
    private static final String NEEDLESS = "{\"type\":\"unsubscribe\",\"stream\":\"nowhere\"}";

    private final Trunkline compressing;
    private final Mastodon mastodon;
    private Trunkline plain;

    SameBytesIT(Trunkline compressing, Mastodon mastodon) {
        this.compressing = compressing;
        this.mastodon = mastodon;
    }

    @BeforeAll
    void start() {
        plain = Trunkline.start(mastodon, List.of("trunkline.compression=false"));
    }

    @AfterAll
    void stop() {
        plain.close();
    }

    /** As Mastodon.py and most other libraries send it. */
    @Test
    void anEventStream() {
        assertSame(
                trunkline -> trunkline
                        .get("/api/v1/streaming/user")
                        .header("Accept", "*/*")
                        .header("Accept-Encoding", "gzip, deflate, br"),
                NOTHING,
                ":)\n\r\n",
                "\r\n0\r\n\r\n");
    }

    @Test
    void anEventStreamWithoutChunks() {
        assertSame(trunkline -> trunkline.get("/api/v1/streaming/user").version("HTTP/1.0"), NOTHING, ":)\n", "\n\n");
    }

    @Test
    void aWebSocket() {
        // Its answer says that the subscription before it has been made.
        byte[] asked = WebSocketClient.frame(WebSocketClient.TEXT, NEEDLESS.getBytes(UTF_8));
        // A close frame with 1000.
        assertSame(
                trunkline -> trunkline.handshake("?stream=user"),
                asked,
                "unsubscribing from channel\"}",
                "\u0088\u0002\u0003\u00e8");
    }

    /**
     * @param asked what the client sends behind the request
     * @param opened the last bytes of what comes before any event
     * @param end the last bytes that come when the token is revoked
     */
    private void assertSame(Function<Trunkline, Request> request, byte[] asked, String opened, String end) {
        Token token = mastodon.reader();
        String channel = "timeline:" + token.account().id();
        try (HttpSocket one = request.apply(compressing).bearer(token).send();
                HttpSocket other = request.apply(plain).bearer(token).send()) {
            one.write(asked);
            other.write(asked);
            assertEquals(masked(until(opened, other)), masked(until(opened, one)));
            mastodon.publish(channel, LongStatus.in(mastodon));
            String marker = mastodon.publishMarker(channel);
            String events = until(marker, other);
            assertTrue(events.contains("by the sea"), events);
            assertEquals(events, until(marker, one));
            mastodon.kill(token);
            assertEquals(until(end, other), until(end, one));
        }
    }

    /** Everything up to these bytes, each as a character. */
    private static String until(String last, HttpSocket socket) {
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        do {
            int next = socket.octet();
            if (next < 0) {
                throw new AssertionError("The connection has ended behind " + read.toString(ISO_8859_1));
            }
            read.write(next);
        } while (!read.toString(ISO_8859_1).endsWith(last));
        return read.toString(ISO_8859_1);
    }

    private static String masked(String head) {
        return head.replaceAll("(?im)^(X-Request-Id|Date): .*$", "$1");
    }
}

package dev.trunkline.sse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trunkline.harness.HttpAnswer;
import dev.trunkline.harness.HttpSocket;
import dev.trunkline.harness.Mastodon;
import dev.trunkline.harness.Token;
import dev.trunkline.harness.Trunkline;
import dev.trunkline.harness.WireTest;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code HEAD} on a stream ends after the headers (protocol, section 10). */
@WireTest
class HeadIT {

    private final Trunkline trunkline;
    private final Mastodon mastodon;

    HeadIT(Trunkline trunkline, Mastodon mastodon) {
        this.trunkline = trunkline;
        this.mastodon = mastodon;
    }

    @Test
    void theAnswerEndsAfterTheHeaders() {
        Token token = mastodon.reader();
        try (HttpSocket socket = trunkline
                .request("HEAD", "/api/v1/streaming/user")
                .bearer(token)
                .header("Connection", "close")
                .send()) {
            HttpAnswer head = socket.head();
            assertEquals(200, head.status());
            assertEquals("text/event-stream", head.mediaType());
            assertEquals("private, no-store", head.header("Cache-Control"));
            assertTrue(socket.ended());
        }
        assertEquals(
                List.of(),
                mastodon.redis()
                        .texts(
                                "PUBSUB",
                                "CHANNELS",
                                "timeline:" + token.account().id() + "*"));
    }

    @Test
    void theConnectionTakesTheNextRequest() {
        Token token = mastodon.reader();
        try (HttpSocket socket = trunkline
                .request("HEAD", "/api/v1/streaming/user")
                .bearer(token)
                .send()) {
            assertEquals(200, socket.head().status());
            socket.write(trunkline.get("/api/v1/streaming/health").text());
            assertEquals("OK", socket.answer(false).body());
        }
    }
}

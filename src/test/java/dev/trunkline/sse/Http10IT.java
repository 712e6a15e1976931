package dev.trunkline.sse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trunkline.harness.HttpAnswer;
import dev.trunkline.harness.HttpSocket;
import dev.trunkline.harness.Mastodon;
import dev.trunkline.harness.Token;
import dev.trunkline.harness.Trunkline;
import dev.trunkline.harness.WireTest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** HTTP/1.0 clients get no chunked encoding (protocol, section 10). */
@WireTest
class Http10IT {

    private final Trunkline trunkline;
    private final Mastodon mastodon;

    Http10IT(Trunkline trunkline, Mastodon mastodon) {
        this.trunkline = trunkline;
        this.mastodon = mastodon;
    }

    @ParameterizedTest
    @ValueSource(strings = {"close", "keep-alive"})
    void aStreamIsNotChunked(String connection) {
        Token token = mastodon.reader();
        String first = "event: delete\ndata: 1\n\n";
        try (HttpSocket socket = trunkline
                .get("/api/v1/streaming/user")
                .version("HTTP/1.0")
                .header("Connection", connection)
                .bearer(token)
                .send()) {
            HttpAnswer head = socket.head();
            assertEquals(200, head.status());
            assertNull(head.header("Transfer-Encoding"));
            assertNull(head.header("Content-Length"));
            assertEquals(":)\n", socket.exactly(3));
            mastodon.publish("timeline:" + token.account().id(), "delete", "\"1\"");
            assertEquals(first, socket.exactly(first.getBytes(UTF_8).length));
            mastodon.kill(token);
            assertTrue(socket.ended());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/streaming/user", "/api/v1/streaming/nothing", "/api/v1/streaming/health"})
    void otherAnswersAreWhole(String path) {
        try (HttpSocket socket = trunkline.get(path).version("HTTP/1.0").send()) {
            HttpAnswer head = socket.head();
            assertNull(head.header("Transfer-Encoding"));
            String body = socket.rest();
            assertEquals(Integer.parseInt(head.header("Content-Length")), body.getBytes(UTF_8).length);
        }
    }
}

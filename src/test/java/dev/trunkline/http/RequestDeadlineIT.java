package dev.trunkline.http;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trunkline.harness.EventStream;
import dev.trunkline.harness.HttpSocket;
import dev.trunkline.harness.Mastodon;
import dev.trunkline.harness.Token;
import dev.trunkline.harness.Trunkline;
import dev.trunkline.harness.WebSocketClient;
import dev.trunkline.harness.WireTest;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A client has a limited time to send the head of its request. */
@WireTest(settings = "trunkline.limits.request-time=1s")
class RequestDeadlineIT {

    private static final Duration LIMIT = Duration.ofSeconds(1);

    private final Trunkline trunkline;
    private final Mastodon mastodon;

    RequestDeadlineIT(Trunkline trunkline, Mastodon mastodon) {
        this.trunkline = trunkline;
        this.mastodon = mastodon;
    }

    @Test
    void aSilentConnectionIsClosed() {
        long start = System.nanoTime();
        try (HttpSocket socket = trunkline.get("/").connect()) {
            assertTrue(socket.ended());
            Duration waited = Duration.ofNanos(System.nanoTime() - start);
            assertTrue(waited.compareTo(LIMIT.minusMillis(50)) >= 0, waited::toString);
        }
    }

    @Test
    void aHeadThatComesByteByByteIsClosed() {
        try (HttpSocket socket = trunkline.get("/").connect()) {
            socket.write("GET /api/v1/streaming/health HTTP/1.1\r\nX-Slow: ");
            await().pollInterval(Duration.ofMillis(100))
                    .atMost(LIMIT.multipliedBy(5))
                    .until(socket::torn);
        }
    }

    @Test
    void aLaterRequestHasADeadlineToo() {
        try (HttpSocket socket = trunkline.get("/api/v1/streaming/health").send()) {
            assertEquals(200, socket.answer(false).status());
            // Between two requests a client may take its time.
            assertFalse(socket.available(LIMIT.multipliedBy(2)));
            socket.write("GET /api/v1/streaming/health HTTP/1.1\r\nX-Slow: ");
            await().pollInterval(Duration.ofMillis(100))
                    .atMost(LIMIT.multipliedBy(5))
                    .until(socket::torn);
        }
    }

    @Test
    void streamsAndSocketsStay() {
        Token token = mastodon.reader();
        try (EventStream stream = trunkline.stream("/user", token);
                WebSocketClient socket = trunkline.webSocket("?stream=user", token)) {
            // Bytes behind the head start no deadline either.
            stream.socket().write("GET");
            socket.settle();
            assertFalse(stream.socket().available(LIMIT.multipliedBy(2)));
            String marker = mastodon.publishMarker("timeline:" + token.account().id());
            assertEquals(marker, stream.nextData());
            assertEquals(marker, socket.next().payload());
        }
    }
}

package dev.trunkline.http;

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

/** An unused connection is closed; a stream without events is in use. */
@WireTest(settings = "trunkline.limits.idle-time=1s")
class IdleConnectionsIT {

    private static final Duration LIMIT = Duration.ofSeconds(1);

    private final Trunkline trunkline;
    private final Mastodon mastodon;

    IdleConnectionsIT(Trunkline trunkline, Mastodon mastodon) {
        this.trunkline = trunkline;
        this.mastodon = mastodon;
    }

    @Test
    void aConnectionBetweenTwoRequestsIsClosed() {
        try (HttpSocket socket = trunkline.get("/api/v1/streaming/health").send()) {
            assertEquals(200, socket.answer(false).status());
            assertTrue(socket.ended());
        }
    }

    @Test
    void streamsAndSocketsStay() {
        Token token = mastodon.reader();
        try (EventStream stream = trunkline.stream("/user", token);
                WebSocketClient socket = trunkline.webSocket("?stream=user", token)) {
            socket.settle();
            assertFalse(stream.socket().available(LIMIT.multipliedBy(3)));
            String marker = mastodon.publishMarker("timeline:" + token.account().id());
            assertEquals(marker, stream.nextData());
            assertEquals(marker, socket.next().payload());
        }
    }
}

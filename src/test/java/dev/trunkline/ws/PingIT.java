package dev.trunkline.ws;

import static dev.trunkline.harness.WebSocketClient.CONTINUATION;
import static dev.trunkline.harness.WebSocketClient.PING;
import static dev.trunkline.harness.WebSocketClient.PONG;
import static dev.trunkline.harness.WebSocketClient.TEXT;
import static dev.trunkline.harness.WebSocketClient.fragment;
import static dev.trunkline.harness.WebSocketClient.frame;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trunkline.harness.Mastodon;
import dev.trunkline.harness.Token;
import dev.trunkline.harness.Trunkline;
import dev.trunkline.harness.WebSocketClient;
import dev.trunkline.harness.WireTest;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The server sends pings, and drops a peer that has not answered the last one (protocol, section 5). */
@WireTest(settings = "trunkline.websocket.ping-interval=1s")
class PingIT {

    private final Trunkline trunkline;
    private final Mastodon mastodon;

    PingIT(Trunkline trunkline, Mastodon mastodon) {
        this.trunkline = trunkline;
        this.mastodon = mastodon;
    }

    @Test
    void aPeerThatDoesNotAnswerIsDroppedAtTheNextPing() {
        String ended = "connections_ended_total{reason=\"silent_peer\",type=\"websocket\"}";
        long before = trunkline.metrics().get(ended);
        try (WebSocketClient socket = trunkline.webSocket("", mastodon.reader())) {
            socket.frame(PING);
            assertTrue(socket.dropped());
        }
        await().untilAsserted(() -> assertEquals(before + 1, trunkline.metrics().get(ended)));
    }

    @Test
    void aPeerThatAnswersStays() {
        Token token = mastodon.reader();
        try (WebSocketClient socket = trunkline.webSocket("?stream=user", token)) {
            for (int i = 0; i < 3; i++) {
                socket.send(frame(PONG, socket.frame(PING).payload()));
            }
            String marker = mastodon.publishMarker("timeline:" + token.account().id());
            assertEquals(marker, socket.next().payload());
        }
    }

    /** Any other frame counts as an answer. */
    @Test
    void aPeerThatSendsSomethingStays() {
        try (WebSocketClient socket = trunkline.webSocket("", mastodon.reader())) {
            for (int i = 0; i < 3; i++) {
                socket.frame(PING);
                socket.send(frame(PING, new byte[0]));
                socket.frame(PONG);
            }
            socket.settle();
        }
    }

    @Test
    void aPongWithinAMessageLeavesItWhole() {
        try (WebSocketClient socket = trunkline.webSocket("", mastodon.reader())) {
            byte[] message = "{\"type\":\"subscribe\",\"stream\":\"\u20ac\"}".getBytes(UTF_8);
            socket.frame(PING);
            for (int split = 1; split < message.length; split++) {
                socket.send(
                        fragment(TEXT, Arrays.copyOf(message, split)),
                        frame(PONG, new byte[] {(byte) 0xFF}),
                        frame(CONTINUATION, Arrays.copyOfRange(message, split, message.length)));
                assertEquals("{\"error\":\"Unknown stream type\",\"status\":400}", socket.nextText());
            }
        }
    }
}

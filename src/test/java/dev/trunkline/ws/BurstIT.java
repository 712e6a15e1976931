package dev.trunkline.ws;

import static dev.trunkline.harness.WebSocketClient.text;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.trunkline.harness.Mastodon;
import dev.trunkline.harness.Request;
import dev.trunkline.harness.SocketEvent;
import dev.trunkline.harness.Token;
import dev.trunkline.harness.Trunkline;
import dev.trunkline.harness.WebSocketClient;
import dev.trunkline.harness.WireTest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Many messages at once are executed in order, and a client that sends too many is read more slowly (protocol, section 10). */
@WireTest
class BurstIT {

    private final Trunkline trunkline;
    private final Mastodon mastodon;

    BurstIT(Trunkline trunkline, Mastodon mastodon) {
        this.trunkline = trunkline;
        this.mastodon = mastodon;
    }

    @Test
    void aHundredPairsInOneSegmentEndWithTheLastMessage() {
        Token token = mastodon.reader();
        byte[] subscribe = text("{\"type\":\"subscribe\",\"stream\":\"user\"}");
        byte[] unsubscribe = text("{\"type\":\"unsubscribe\",\"stream\":\"user\"}");
        String user = "timeline:" + token.account().id();
        try (WebSocketClient socket = trunkline.webSocket("", token)) {
            List<byte[]> pairs = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                pairs.addAll(List.of(subscribe, unsubscribe));
            }
            socket.send(pairs).settle();
            mastodon.publishMarker(user);
            socket.settle();
            // The server answers before it has told Redis.
            await().until(() -> listeners(user) == 0);

            Collections.reverse(pairs);
            socket.send(pairs).settle();
            assertEquals(1, listeners(user));
            String marker = mastodon.publishMarker(user);
            assertEquals(new SocketEvent("[\"user\"]", "delete", marker), socket.next());
            socket.settle();
        }
        await().until(() -> listeners(user) == 0);
    }

    @Test
    void errorsComeInTheOrderOfTheirMessages() {
        Token token = mastodon.reader();
        long list = mastodon.list(mastodon.account());
        try (WebSocketClient socket = trunkline.webSocket("", token)) {
            List<byte[]> messages = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                messages.add(text("{\"type\":\"subscribe\",\"stream\":\"list\",\"list\":" + list + "}"));
                messages.add(text("{\"type\":\"subscribe\",\"stream\":\"nowhere\"}"));
                messages.add(text("{\"type\":\"subscribe\",\"stream\":\"public\"}"));
                messages.add(text("{\"type\":\"unsubscribe\",\"stream\":\"hashtag\"}"));
                messages.add(text("{\"type\":\"subscribe\",\"stream\":\"hashtag\"}"));
            }
            socket.send(messages);
            for (int i = 0; i < 100; i++) {
                assertEquals("{\"error\":\"Not authorized to stream this list\",\"status\":401}", socket.nextText());
                assertEquals("{\"error\":\"Unknown stream type\",\"status\":400}", socket.nextText());
                assertEquals("{\"error\":\"Error unsubscribing from channel\"}", socket.nextText());
                assertEquals("{\"error\":\"Missing tag name parameter\",\"status\":400}", socket.nextText());
            }
        }
    }

    /** The client sends and is sent more than the kernel buffers for either side. */
    @Test
    void aClientThatSendsWithoutReadingIsReadMoreSlowly() {
        int rounds = 40;
        int perRound = 2_000;
        List<byte[]> messages = new ArrayList<>();
        for (int i = 0; i < perRound / 2; i++) {
            messages.add(text("{\"type\":\"subscribe\",\"stream\":\"nowhere\"}"));
            messages.add(text("{\"type\":\"subscribe\",\"stream\":\"list\"}"));
        }
        Request handshake = trunkline.handshake("").bearer(mastodon.reader()).receiveBuffer(4096);
        try (WebSocketClient socket = handshake.webSocket()) {
            CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> {
                for (int round = 0; round < rounds; round++) {
                    socket.send(messages);
                }
            });
            // The client reads nothing while others are served.
            for (int i = 0; i < 5; i++) {
                try (WebSocketClient other = trunkline.webSocket("", mastodon.reader())) {
                    other.settle();
                }
            }
            for (int i = 0; i < rounds * perRound / 2; i++) {
                assertEquals("{\"error\":\"Unknown stream type\",\"status\":400}", socket.nextText());
                assertEquals("{\"error\":\"Missing list name parameter\",\"status\":400}", socket.nextText());
            }
            sending.join();
            socket.settle();
        }
    }

    @Test
    void messagesMaySpanSegments() {
        byte[] message = text("{\"type\":\"subscribe\",\"stream\":\"nowhere\"}");
        try (WebSocketClient socket = trunkline.webSocket("", mastodon.reader())) {
            for (byte b : message) {
                socket.send(new byte[] {b});
            }
            assertEquals("{\"error\":\"Unknown stream type\",\"status\":400}", socket.nextText());
        }
    }

    private long listeners(String channel) {
        List<String> answer = mastodon.redis().texts("PUBSUB", "NUMSUB", channel);
        return Long.parseLong(answer.get(1));
    }
}

package dev.trunkline.ws;

import static dev.trunkline.harness.WebSocketClient.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.trunkline.harness.HttpSocket;
import dev.trunkline.harness.LogTail;
import dev.trunkline.harness.Mastodon;
import dev.trunkline.harness.Metrics;
import dev.trunkline.harness.Request;
import dev.trunkline.harness.Token;
import dev.trunkline.harness.Trunkline;
import dev.trunkline.harness.WebSocketClient;
import dev.trunkline.harness.WireTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Sockets are counted while they are open, and nothing is left of them afterwards (protocol, sections 8 and 10). */
@WireTest(
        ownServers = true,
        // Without the channel between processes, which stays.
        settings = "trunkline.history.limit=0")
class LeavingsIT {

    /** The classes of which the server holds objects for a socket. */
    private static final List<String> HELD = List.of(
            "connection.Connection",
            "fanout.Subscription",
            "fanout.ChannelFanout",
            "fanout.LaneMembers",
            "ws.StreamingSocket",
            "ws.SocketSession",
            "ws.FrameGuard",
            "broadcast.BookedChannel");

    private final Trunkline trunkline;
    private final LogTail newLog;
    private final Mastodon mastodon;

    LeavingsIT(Trunkline trunkline, Mastodon mastodon) {
        this.trunkline = trunkline;
        this.newLog = LogTail.of(trunkline);
        this.mastodon = mastodon;
    }

    @Test
    void socketsAreCountedAsLongAsTheyAreOpen() {
        Token token = mastodon.reader();
        String user = "timeline:" + token.account().id();
        assertNothingIsLeft();
        long sent = trunkline.metrics().get("messages_sent_total{type=\"websocket\"}");
        try (WebSocketClient one = trunkline.webSocket("?stream=user", token);
                WebSocketClient two = trunkline.webSocket("", token)) {
            one.subscribe("public").subscribe("public:allow_local_only").subscribe("nowhere");
            one.nextText();
            two.settle();
            Metrics open = trunkline.metrics();
            assertEquals(2, open.get("connected_clients{type=\"websocket\"}"));
            assertEquals(4, open.get("connected_channels{channel=\"system\",type=\"websocket\"}"));
            assertEquals(1, open.get("connected_channels{channel=\"user\",type=\"websocket\"}"));
            assertEquals(1, open.get("connected_channels{channel=\"public\",type=\"websocket\"}"));
            assertEquals(1, open.get("connected_channels{channel=\"public:allow_local_only\",type=\"websocket\"}"));
            assertEquals(7, open.sum("connected_channels"));
            mastodon.publishMarker(user);
            one.next();
            mastodon.publishMarker("timeline:public");
            one.next();
            one.next();
            await().untilAsserted(() ->
                    assertEquals(sent + 3, trunkline.metrics().get("messages_sent_total{type=\"websocket\"}")));
            one.unsubscribe("public").settle();
            assertEquals(6, trunkline.metrics().sum("connected_channels"));
        }
        assertNothingIsLeft();
    }

    /** Before, during and after the handshake, in a frame, during a subscription; with a close, without, and with a reset. */
    @Test
    void nothingIsLeftOfSocketsThatLeaveAtAnyMoment() throws Exception {
        Token token = mastodon.reader();
        Random random = new Random(7);
        byte[] subscribe = text("{\"type\":\"subscribe\",\"stream\":\"public\"}");
        for (int i = 0; i < 400; i++) {
            Request handshake = trunkline
                    .handshake(random.nextBoolean() ? "?stream=user" : "")
                    .bearer(token);
            HttpSocket socket = handshake.connect();
            byte[] head = handshake.text().getBytes(UTF_8);
            socket.write(Arrays.copyOf(head, random.nextInt(4) == 0 ? random.nextInt(head.length) : head.length));
            int moment = random.nextInt(4);
            if (moment > 0 && random.nextInt(4) > 0) {
                // There is no answer if the head was cut off.
                socket.available(Duration.ofMillis(random.nextInt(30)));
            }
            if (moment > 1) {
                List<byte[]> frames = new ArrayList<>();
                for (int k = random.nextInt(20); k >= 0; k--) {
                    frames.add(text(
                            "{\"type\":\"subscribe\",\"stream\":\"hashtag\",\"tag\":\"t" + random.nextInt(50) + "\"}"));
                }
                frames.add(Arrays.copyOf(subscribe, random.nextInt(subscribe.length)));
                for (byte[] frame : frames) {
                    socket.write(frame);
                }
            }
            if (random.nextBoolean()) {
                socket.reset();
            } else {
                socket.close();
            }
            mastodon.publishMarker("timeline:" + token.account().id());
        }
        assertNothingIsLeft();
        if (!Trunkline.isNative()) {
            await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertEquals(List.of(), trunkline.onHeap(HELD)));
        }
        assertEquals(List.of(), newLog.lines("ERROR"));
    }

    private void assertNothingIsLeft() {
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            Metrics metrics = trunkline.metrics();
            assertEquals(0, metrics.sum("connected_clients"));
            assertEquals(0, metrics.sum("connected_channels"));
            assertEquals(0, metrics.get("redis_subscriptions"));
            assertEquals(List.of(), mastodon.redis().texts("PUBSUB", "CHANNELS", "timeline:*"));
        });
    }
}

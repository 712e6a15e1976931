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
import dev.trunkline.harness.SocketEvent;
import dev.trunkline.harness.Token;
import dev.trunkline.harness.Trunkline;
import dev.trunkline.harness.WaitingLookUps;
import dev.trunkline.harness.WebSocketClient;
import dev.trunkline.harness.WireTest;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Clients that do not wait for the answer to their handshake: the messages that they send with it are executed in order, and
 * nothing is left behind when they leave (protocol, section 10).
 */
@WireTest(ownServers = true)
class EarlyFramesIT {

    /** The number of messages in one segment with the handshake. */
    private static final List<Integer> COUNTS = List.of(1, 15, 16, 17, 100);

    private final Trunkline trunkline;
    private final LogTail newLog;
    private final Mastodon mastodon;
    private final Token token;

    EarlyFramesIT(Trunkline trunkline, Mastodon mastodon) {
        this.trunkline = trunkline;
        this.newLog = LogTail.of(trunkline);
        this.mastodon = mastodon;
        this.token = mastodon.reader();
    }

    /** The bytes that are cut off are sent after the handshake's answer. */
    @ParameterizedTest
    @CsvSource({"1, 0", "8, 0", "9, 0", "50, 0", "2000, 0", "1, 40", "8, 40", "50, 3", "2000, 3"})
    void messagesSentWithTheHandshakeAreExecutedInOrder(int pairs, int cutOff) {
        List<byte[]> frames = new ArrayList<>();
        for (int i = 0; i < pairs; i++) {
            frames.add(text("{\"type\":\"subscribe\",\"stream\":\"nowhere\"}"));
            // Masked, one of the digits becomes a line feed: an HTTP server takes everything before it for a line.
            frames.add(text("{\"type\":\"unsubscribe\",\"stream\":\"6666\"}"));
        }
        byte[] together = join(frames);
        int early = together.length - cutOff;
        try (WebSocketClient socket = WebSocketClient.of(shakeHands("", Arrays.copyOf(together, early)))) {
            socket.socket().write(Arrays.copyOfRange(together, early, together.length));
            for (int i = 0; i < pairs; i++) {
                assertEquals("{\"error\":\"Unknown stream type\",\"status\":400}", socket.nextText());
                assertEquals("{\"error\":\"Error unsubscribing from channel\"}", socket.nextText());
            }
            socket.subscribe("user").settle();
            String user = "timeline:" + token.account().id();
            String marker = mastodon.publishMarker(user);
            assertEquals(new SocketEvent("[\"user\"]", "delete", marker), socket.next());
        }
    }

    /** The subscription of the query comes first. */
    @Test
    void theQueryComesBeforeTheFirstMessage() {
        byte[] unsubscribe = text("{\"type\":\"unsubscribe\",\"stream\":\"public\"}");
        try (WebSocketClient socket = WebSocketClient.of(shakeHands("?stream=public", unsubscribe))) {
            socket.settle();
            assertEquals(0, trunkline.metrics().get("connected_channels{channel=\"public\",type=\"websocket\"}"));
        }
    }

    /** The answer to the handshake comes before every frame. */
    @ParameterizedTest
    @ValueSource(strings = {"", "?stream=user"})
    void controlFramesWaitForTheHandshake(String query) {
        byte[] together = join(List.of(
                WebSocketClient.frame(WebSocketClient.PING, "early".getBytes(UTF_8)),
                WebSocketClient.frame(WebSocketClient.CLOSE, new byte[] {0x03, (byte) 0xE8})));
        try (WebSocketClient socket = WebSocketClient.of(shakeHands(query, together))) {
            assertEquals("early", socket.frame(WebSocketClient.PONG).text());
            assertEquals(1000, socket.closed().code());
        }
    }

    @Test
    void clientsLeaveAtOnce() {
        for (int round = 0; round < 5; round++) {
            leaveAll(visitors());
        }
    }

    @Test
    void clientsLeaveWhenTheyAreAnswered() {
        List<HttpSocket> visitors = visitors();
        visitors.forEach(HttpSocket::head);
        leaveAll(visitors);
    }

    @Test
    void clientsLeaveWhileTheirTokensAreLookedUp() throws Exception {
        try (var tokens = mastodon.lock("oauth_access_tokens")) {
            Request handshake = trunkline.handshake("").bearer(token);
            List<HttpSocket> visitors = WaitingLookUps.inQueriesOfTheirOwn(mastodon, handshake, handshake);
            visitors.addAll(visitors());
            await().until(() -> trunkline.metrics().get("pg_pool_waiting_queries") >= visitors.size() - 2);
            leaveAll(visitors);
            tokens.release();
        }
    }

    @Test
    void clientsLeaveWhileRedisIsAskedToSubscribe() throws Exception {
        mastodon.redisServer().suspend();
        try {
            List<HttpSocket> visitors = visitors();
            await().until(() -> {
                Metrics metrics = trunkline.metrics();
                return metrics.get("pg_pool_total_connections") == metrics.get("pg_pool_idle_connections");
            });
            leaveAll(visitors);
        } finally {
            mastodon.redisServer().resume();
        }
    }

    /** Twenty, of which half leave in the middle of a frame. */
    private List<HttpSocket> visitors() {
        List<HttpSocket> visitors = new ArrayList<>();
        for (int count : COUNTS) {
            for (String query : List.of("", "?stream=user")) {
                for (int cutOff : List.of(0, 3)) {
                    List<byte[]> frames = new ArrayList<>();
                    for (int i = 0; i < count; i++) {
                        frames.add(text("{\"type\":\"" + (i % 3 == 2 ? "unsubscribe" : "subscribe")
                                + "\",\"stream\":\"hashtag\",\"tag\":\"t" + i + "\"}"));
                    }
                    byte[] together = join(frames);
                    visitors.add(shakeHands(query, Arrays.copyOf(together, together.length - cutOff)));
                }
            }
        }
        return visitors;
    }

    /** Every other client leaves with a reset. */
    private static void leaveAll(List<HttpSocket> visitors) {
        for (int i = 0; i < visitors.size(); i++) {
            if (i / 2 % 2 == 0) {
                visitors.get(i).close();
            } else {
                visitors.get(i).reset();
            }
        }
    }

    /** Sends the handshake and the frames behind it in one piece. */
    private HttpSocket shakeHands(String query, byte[] early) {
        Request handshake = trunkline.handshake(query).bearer(token);
        HttpSocket socket = handshake.connect();
        socket.write(join(List.of(handshake.text().getBytes(UTF_8), early)));
        return socket;
    }

    private static byte[] join(List<byte[]> parts) {
        ByteArrayOutputStream together = new ByteArrayOutputStream();
        parts.forEach(together::writeBytes);
        return together.toByteArray();
    }

    @AfterEach
    void nothingIsLeftBehind() {
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            Metrics metrics = trunkline.metrics();
            assertEquals(0, metrics.sum("connected_clients"));
            assertEquals(0, metrics.sum("connected_channels"));
            assertEquals(0, metrics.get("redis_subscriptions"));
            assertEquals(List.of(), mastodon.redis().texts("PUBSUB", "CHANNELS", "timeline:*"));
        });
        assertEquals(List.of(), newLog.lines("ERROR"));
    }
}

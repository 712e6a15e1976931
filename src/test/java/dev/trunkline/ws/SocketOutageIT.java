package dev.trunkline.ws;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trunkline.harness.HttpAnswer;
import dev.trunkline.harness.Mastodon;
import dev.trunkline.harness.Token;
import dev.trunkline.harness.Trunkline;
import dev.trunkline.harness.WebSocketClient;
import dev.trunkline.harness.WireTest;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Without Redis or PostgreSQL: what is refused, what stays open, what continues (protocol, section 3). */
@WireTest(ownServers = true)
class SocketOutageIT {

    private final Trunkline trunkline;
    private final Mastodon mastodon;

    SocketOutageIT(Trunkline trunkline, Mastodon mastodon) {
        this.trunkline = trunkline;
        this.mastodon = mastodon;
    }

    private static final String UNAVAILABLE = "{\"error\":\"An unexpected error occurred\",\"status\":503}";

    @Test
    void withoutRedis() throws IOException {
        Token token = mastodon.reader();
        String user = "timeline:" + token.account().id();
        try (WebSocketClient socket = trunkline.webSocket("?stream=user", token)) {
            socket.settle();
            mastodon.redisServer().stop();
            await().untilAsserted(() -> assertUnavailable(token));
            socket.subscribe("direct");
            assertEquals(UNAVAILABLE, socket.nextText());
            socket.subscribe("user").settle();
            socket.unsubscribe("user").subscribe("user");
            assertEquals(UNAVAILABLE, socket.nextText());

            mastodon.redisServer().start();
            mastodon.forgetConnections();
            await().until(trunkline::healthy);
            await().untilAsserted(() -> open(token).close());
            socket.subscribe("user").subscribe("direct").settle();
            String marker = mastodon.publishMarker(user);
            assertEquals(marker, socket.next().payload());
            String direct =
                    mastodon.publishMarker("timeline:direct:" + token.account().id());
            assertEquals(direct, socket.next().payload());
        }
    }

    @Test
    void subscriptionsContinueWhenRedisIsBack() throws IOException {
        Token token = mastodon.reader();
        String user = "timeline:" + token.account().id();
        try (WebSocketClient socket = trunkline.webSocket("?stream=user", token)) {
            socket.settle();
            mastodon.redisServer().stop();
            await().untilAsserted(() -> assertUnavailable(token));
            mastodon.redisServer().start();
            mastodon.forgetConnections();
            await().until(() -> mastodon.publish(user, "x", "\"first\"") == 1);
            assertEquals("first", socket.next().payload());
            mastodon.kill(token);
            assertEquals(1000, socket.closed().code());
        }
    }

    @Test
    void withoutPostgres() throws IOException {
        Token token = mastodon.reader();
        long list = mastodon.list(token.account());
        String user = "timeline:" + token.account().id();
        try (WebSocketClient socket = trunkline.webSocket("?stream=user", token)) {
            socket.settle();
            mastodon.postgresServer().stop();
            await().untilAsserted(() -> assertUnavailable(token));
            socket.ask("{'type':'subscribe','stream':'list','list':" + list + "}");
            assertEquals(UNAVAILABLE, socket.nextText());
            socket.ask("{'type':'unsubscribe','stream':'list','list':" + list + "}");
            assertEquals("{\"error\":\"Error unsubscribing from channel\"}", socket.nextText());
            // Streams that need no rows continue.
            socket.subscribe("direct").settle();
            String marker = mastodon.publishMarker(user);
            assertEquals(marker, socket.next().payload());

            mastodon.postgresServer().start();
            mastodon.forgetConnections();
            await().untilAsserted(() -> open(token).close());
            socket.ask("{'type':'subscribe','stream':'list','list':" + list + "}")
                    .settle();
            String listed = mastodon.publishMarker("timeline:list:" + list);
            assertEquals(listed, socket.next().payload());
        }
    }

    private WebSocketClient open(Token token) {
        return trunkline.webSocket("", token);
    }

    private void assertUnavailable(Token token) {
        HttpAnswer answer = trunkline.handshake("").bearer(token).refusal();
        assertEquals(503, answer.status());
        assertEquals("", answer.body());
        assertEquals("An unexpected error occurred", answer.header("X-Error-Message"));
        assertTrue(Integer.parseInt(answer.header("Retry-After")) > 0);
    }
}

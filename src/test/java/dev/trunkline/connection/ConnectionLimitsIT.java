package dev.trunkline.connection;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.trunkline.harness.EventStream;
import dev.trunkline.harness.HttpAnswer;
import dev.trunkline.harness.HttpSocket;
import dev.trunkline.harness.Mastodon;
import dev.trunkline.harness.Metrics;
import dev.trunkline.harness.Request;
import dev.trunkline.harness.Token;
import dev.trunkline.harness.Trunkline;
import dev.trunkline.harness.WebSocketClient;
import dev.trunkline.harness.WireTest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The limits of connections per process, address and account, over both transports together. */
@WireTest(
        settings = {
            "trunkline.limits.connections=6",
            "trunkline.limits.connections-per-address=4",
            "trunkline.limits.connections-per-account=2"
        })
class ConnectionLimitsIT {

    private static final String BODY = "{\"error\":\"Too many connections\"}";

    private final Trunkline trunkline;
    private final Mastodon mastodon;
    private final List<AutoCloseable> open = new ArrayList<>();

    ConnectionLimitsIT(Trunkline trunkline, Mastodon mastodon) {
        this.trunkline = trunkline;
        this.mastodon = mastodon;
    }

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable connection : open) {
            connection.close();
        }
        await().until(() -> trunkline.metrics().sum("connected_clients") == 0);
    }

    private Request sse(Token token, String address) {
        return trunkline.get("/api/v1/streaming/user").bearer(token).header("X-Forwarded-For", address);
    }

    private Request socket(Token token, String address) {
        return trunkline.handshake("").bearer(token).header("X-Forwarded-For", address);
    }

    private void stream(Token token, String address) {
        EventStream stream = sse(token, address).stream();
        open.add(stream);
    }

    private void webSocket(Token token, String address) {
        WebSocketClient socket = socket(token, address).webSocket();
        open.add(socket);
        socket.settle();
    }

    private static void assertRefused(int status, HttpAnswer answer) {
        assertEquals(status, answer.status());
        assertEquals(BODY, answer.body());
        assertEquals("application/json", answer.mediaType());
        assertEquals("5", answer.header("Retry-After"));
    }

    private static void assertRefusedHandshake(int status, HttpAnswer answer) {
        assertEquals(status, answer.status());
        assertEquals("", answer.body());
        assertEquals("Too many connections", answer.header("X-Error-Message"));
        assertEquals("5", answer.header("Retry-After"));
    }

    @Test
    void anAccountsLimitCountsAllItsTokensAndAddresses() {
        Token token = mastodon.reader();
        Token second = mastodon.token(token.account(), "read");
        stream(token, "198.51.100.1");
        webSocket(second, "198.51.100.2");
        assertRefused(429, sse(second, "198.51.100.3").answer());
        assertRefusedHandshake(429, socket(token, "198.51.100.3").refusal());
    }

    @Test
    void aConnectionThatEndsMakesRoom() {
        Token token = mastodon.reader();
        webSocket(token, "198.51.100.1");
        try (EventStream second = sse(token, "198.51.100.1").stream()) {
            assertEquals(200, second.head().status());
            assertRefused(429, sse(token, "198.51.100.1").answer());
        }
        await().until(() -> {
            try (HttpSocket next = sse(token, "198.51.100.1").send()) {
                return next.head().status() == 200;
            }
        });
    }

    @Test
    void anAddressHasALimit() {
        for (int i = 0; i < 4; i++) {
            stream(mastodon.reader(), "198.51.100.1");
        }
        assertRefused(429, sse(mastodon.reader(), "198.51.100.1").answer());
        assertRefusedHandshake(429, socket(mastodon.reader(), "198.51.100.1").refusal());
        webSocket(mastodon.reader(), "198.51.100.2");
    }

    @Test
    void anIpv6NetworkHasTheLimitOfAnAddress() {
        for (int i = 1; i <= 4; i++) {
            stream(mastodon.reader(), "2001:db8::" + i);
        }
        assertRefused(429, sse(mastodon.reader(), "2001:db8::9").answer());
        webSocket(mastodon.reader(), "2001:db8:0:1::9");
    }

    @Test
    void theProcessHasALimit() {
        Metrics before = trunkline.metrics();
        for (int i = 0; i < 6; i++) {
            webSocket(mastodon.reader(), "198.51.100." + i);
        }
        assertRefused(503, sse(mastodon.reader(), "198.51.100.7").answer());
        assertRefusedHandshake(503, socket(mastodon.reader(), "198.51.100.7").refusal());
        String refused = "connections_refused_total{reason=\"process_full\"}";
        assertEquals(2, trunkline.metrics().get(refused) - before.get(refused));
    }
}

package dev.trunkline.ws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.trunkline.harness.DependsOnJdk;
import dev.trunkline.harness.Mastodon;
import dev.trunkline.harness.Request;
import dev.trunkline.harness.Token;
import dev.trunkline.harness.Trunkline;
import dev.trunkline.harness.WebSocketClient;
import dev.trunkline.harness.WireTest;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a socket opens: the places for its token, the echoed subprotocol, the paths (protocol, sections 3 and 5). */
@DependsOnJdk
@WireTest
class HandshakeIT {

    private final Trunkline trunkline;
    private final Mastodon mastodon;

    HandshakeIT(Trunkline trunkline, Mastodon mastodon) {
        this.trunkline = trunkline;
        this.mastodon = mastodon;
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer <token>", "bearer <token>", "BEARER  <token>", "<token>"})
    void aTokenInTheHeader(String value) {
        Token token = mastodon.reader();
        assertOpensFor(token, trunkline.handshake("").header("Authorization", value.replace("<token>", token.text())));
    }

    @Test
    void aTokenInTheQuery() {
        Token token = mastodon.reader();
        assertOpensFor(token, trunkline.handshake("?access_token=" + token.text()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"<token>", "<token>, other", "<token>,other", " <token> ,x"})
    void aTokenAsTheFirstSubprotocolIsEchoed(String offered) {
        Token token = mastodon.reader();
        Request handshake =
                trunkline.handshake("").header("Sec-WebSocket-Protocol", offered.replace("<token>", token.text()));
        try (WebSocketClient socket = handshake.webSocket()) {
            assertEquals(token.text(), socket.head().header("Sec-WebSocket-Protocol"));
            assertIsOf(token, socket);
        }
    }

    @Test
    void theFirstSubprotocolIsEchoedWhereverTheTokenIs() {
        Token token = mastodon.reader();
        Request handshake = trunkline.handshake("").bearer(token).header("Sec-WebSocket-Protocol", "chat, superchat");
        try (WebSocketClient socket = handshake.webSocket()) {
            assertEquals("chat", socket.head().header("Sec-WebSocket-Protocol"));
            assertIsOf(token, socket);
        }
    }

    @Test
    void noSubprotocolIsEchoedWhereNoneIsOffered() {
        try (WebSocketClient socket = trunkline.webSocket("", mastodon.reader())) {
            assertNull(socket.head().header("Sec-WebSocket-Protocol"));
        }
        Request empty = trunkline.handshake("").bearer(mastodon.reader()).header("Sec-WebSocket-Protocol", ",");
        try (WebSocketClient socket = empty.webSocket()) {
            assertNull(socket.head().header("Sec-WebSocket-Protocol"));
        }
    }

    @Test
    void theHeaderComesBeforeTheQueryAndTheQueryBeforeTheSubprotocol() {
        Token token = mastodon.reader();
        assertOpensFor(
                token,
                trunkline.handshake("?access_token=wrong").bearer(token).header("Sec-WebSocket-Protocol", "wrong"));
        assertOpensFor(
                token,
                trunkline
                        .handshake("?access_token=" + token.text() + "&access_token=wrong")
                        .header("Sec-WebSocket-Protocol", "wrong"));
        assertEquals(
                401,
                trunkline
                        .handshake("?access_token=" + token.text())
                        .header("Authorization", "Bearer wrong")
                        .refusal()
                        .status());
    }

    @Test
    void anEmptyTokenIsNone() {
        Token token = mastodon.reader();
        assertOpensFor(
                token,
                trunkline
                        .handshake("?access_token=")
                        .header("Authorization", "Bearer ")
                        .header("Sec-WebSocket-Protocol", token.text()));
    }

    /** Some proxies cut the prefix off, and some clients use an event stream's path. The path says nothing. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/streaming/",
                "/api/v1/streaming//",
                "/",
                "//",
                "/api/v1/streaming/user",
                "/api/v1/streaming/public?stream=direct",
                "/?stream=direct",
                "//?stream=direct",
                "/api/v1/streaming/nowhere",
                "/api/v1/streaming/health",
                "/api/v1/streaming2",
                "/API/V1/STREAMING",
                "//api/v1/streaming",
                "/metrics",
                "/q/health/live",
                "/index.html",
                "/favicon.ico",
                "/{}|%",
                "http://trunkline.test/api/v1/streaming/user",
                "http://trunkline.test"
            })
    void aSocketOpensOnAnyPath(String target) {
        Token token = mastodon.reader();
        try (WebSocketClient socket =
                trunkline.get(target).upgrade().bearer(token).webSocket()) {
            socket.settle();
            if (!target.contains("stream=")) {
                mastodon.publishMarker("timeline:" + token.account().id());
            }
            assertIsOf(token, socket);
        }
    }

    /** Fields of one name are one list: a proxy may add a field of its own to the client's. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "connection: keep-alive, upgrade; upgrade: WebSocket",
                "connection: upgrade; upgrade: WEBSOCKET",
                "Connection: keep-alive; Connection: Upgrade; Upgrade: websocket",
                "Connection: Upgrade; Upgrade: websocket; connection: keep-alive",
                "Connection:; Connection: , upgrade; Upgrade: websocket",
                "Connection: Upgrade; Upgrade: h2c; Upgrade: websocket",
                "Connection: Upgrade; Upgrade: websocket, h2c",
                "Connection: Upgrade; Upgrade: websocket; Upgrade: websocket",
                "Connection: Upgrade; Upgrade: websocket; Sec-WebSocket-Extensions: a; Sec-WebSocket-Extensions: b"
            })
    void theHeadersOfAnUpgradeAreLists(String fields) {
        Token token = mastodon.reader();
        Request handshake = trunkline
                .get("/api/v1/streaming")
                .header("sec-websocket-version", "13")
                .header("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ==")
                .bearer(token);
        for (String field : fields.split("; ", -1)) {
            String[] parts = field.split(": ?", 2);
            handshake.header(parts[0], parts[1]);
        }
        assertOpensFor(token, handshake);
    }

    @Test
    void subprotocolsInSeveralFieldsAreOneList() {
        Token token = mastodon.reader();
        Request handshake = trunkline
                .handshake("")
                .header("Sec-WebSocket-Protocol", " ,")
                .header("Sec-WebSocket-Protocol", token.text())
                .header("Sec-WebSocket-Protocol", "other");
        try (WebSocketClient socket = handshake.webSocket()) {
            assertEquals(token.text(), socket.head().header("Sec-WebSocket-Protocol"));
            assertIsOf(token, socket);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "profile", "read:statuses", "write follow"})
    void noScopeIsNeeded(String scopes) {
        Token token = mastodon.token(mastodon.account(), scopes);
        try (WebSocketClient socket = trunkline.webSocket("", token)) {
            socket.settle();
        }
    }

    @Test
    void theAnswerFollowsTheStandard() {
        try (WebSocketClient socket = trunkline.webSocket("", mastodon.reader())) {
            // The example of RFC 6455, section 1.3, whose key the tests use.
            assertEquals("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", socket.head().header("Sec-WebSocket-Accept"));
            assertEquals("websocket", socket.head().header("Upgrade"));
            assertEquals("*", socket.head().header("Access-Control-Allow-Origin"));
            assertNotNull(UUID.fromString(socket.head().header("X-Request-Id")));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"x-webkit-deflate-frame", "deflate-frame", "permessage-bzip2"})
    void noOtherExtensionIsNegotiated(String offered) {
        Request handshake =
                trunkline.handshake("").bearer(mastodon.reader()).header("Sec-WebSocket-Extensions", offered);
        try (WebSocketClient socket = handshake.webSocket()) {
            assertNull(socket.head().header("Sec-WebSocket-Extensions"));
        }
    }

    private void assertOpensFor(Token token, Request handshake) {
        try (WebSocketClient socket = handshake.webSocket()) {
            assertIsOf(token, socket);
        }
    }

    private void assertIsOf(Token token, WebSocketClient socket) {
        socket.subscribe("direct").settle();
        String marker =
                mastodon.publishMarker("timeline:direct:" + token.account().id());
        assertEquals(marker, socket.next().payload());
    }
}

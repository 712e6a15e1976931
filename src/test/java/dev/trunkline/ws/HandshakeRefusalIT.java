package dev.trunkline.ws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.trunkline.harness.HttpAnswer;
import dev.trunkline.harness.HttpSocket;
import dev.trunkline.harness.Mastodon;
import dev.trunkline.harness.Request;
import dev.trunkline.harness.Token;
import dev.trunkline.harness.Trunkline;
import dev.trunkline.harness.WireTest;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Handshakes that are refused: an HTTP answer without a body (protocol, sections 3 and 5). */
@WireTest
class HandshakeRefusalIT {

    private final Trunkline trunkline;
    private final Mastodon mastodon;

    HandshakeRefusalIT(Trunkline trunkline, Mastodon mastodon) {
        this.trunkline = trunkline;
        this.mastodon = mastodon;
    }

    @Test
    void withoutAToken() {
        assertRefused(401, "Missing access token", trunkline.handshake("").refusal());
        assertRefused(
                401,
                "Missing access token",
                trunkline.handshake("?stream=public").refusal());
    }

    @Test
    void withAnInvalidToken() {
        Token revoked = mastodon.reader();
        mastodon.revoke(revoked);
        assertRefused(
                401,
                "Invalid access token",
                trunkline.handshake("").bearer(revoked).refusal());
        assertRefused(
                401,
                "Invalid access token",
                trunkline.handshake("?access_token=wrong").refusal());
        assertRefused(
                401,
                "Invalid access token",
                trunkline
                        .handshake("")
                        .header("Sec-WebSocket-Protocol", "wrong")
                        .refusal());
        assertRefused(
                401,
                "Invalid access token",
                trunkline.handshake("?access_token=%00").refusal());
    }

    @Test
    void withATokenOfADisabledUserOrASuspendedAccount() {
        Token disabled = mastodon.reader();
        mastodon.update(
                "UPDATE users SET disabled = true WHERE id = ?",
                disabled.account().userId());
        assertRefused(
                401,
                "Invalid access token",
                trunkline.handshake("").bearer(disabled).refusal());
        Token suspended = mastodon.reader();
        mastodon.update(
                "UPDATE accounts SET suspended_at = now() WHERE id = ?",
                suspended.account().id());
        assertRefused(
                401,
                "Invalid access token",
                trunkline.handshake("").bearer(suspended).refusal());
    }

    /** The same checks as at the path of the sockets. */
    @ParameterizedTest
    @ValueSource(strings = {"/", "/api/v1/streaming/public", "/metrics", "/api/v1/streaming/health"})
    void onAnyPath(String path) {
        assertRefused(401, "Missing access token", trunkline.get(path).upgrade().refusal());
        assertRefused(
                401,
                "Invalid access token",
                trunkline.get(path + "?access_token=wrong").upgrade().refusal());
    }

    @ParameterizedTest
    @CsvSource({
        "GET,  upgrade,    7,  dGhlIHNhbXBsZSBub25jZQ==, 426",
        "GET,  upgrade,    '', dGhlIHNhbXBsZSBub25jZQ==, 426",
        "GET,  upgrade,    13, '',                       400",
        "GET,  upgrade,    13, short,                    400",
        "GET,  keep-alive, 13, dGhlIHNhbXBsZSBub25jZQ==, 400",
        "GET,  no-upgrade, 13, dGhlIHNhbXBsZSBub25jZQ==, 400",
        "POST, upgrade,    13, dGhlIHNhbXBsZSBub25jZQ==, 405",
        "HEAD, upgrade,    13, dGhlIHNhbXBsZSBub25jZQ==, 405"
    })
    void withoutAValidHandshake(String method, String connection, String version, String key, int status) {
        Token token = mastodon.reader();
        Request request = trunkline
                .request(method, "/api/v1/streaming")
                .header("Connection", connection)
                .header("Upgrade", "websocket")
                .header("Sec-WebSocket-Version", version)
                .header("Sec-WebSocket-Key", key)
                .bearer(token);
        try (HttpSocket socket = request.send()) {
            HttpAnswer answer = socket.answer(method.equals("HEAD"));
            assertEquals(status, answer.status());
            assertEquals("", answer.body());
            assertHeaders(answer);
        }
    }

    /** These may come only once (RFC 6455, section 11.3). */
    @Test
    void withARepeatedKeyOrVersion() {
        Token token = mastodon.reader();
        assertRefused(
                400,
                "Malformed WebSocket handshake",
                trunkline
                        .handshake("")
                        .header("Sec-WebSocket-Key", "AAAAAAAAAAAAAAAAAAAAAA==")
                        .bearer(token)
                        .refusal());
        assertRefused(
                426,
                "Unknown WebSocket version",
                trunkline
                        .handshake("")
                        .header("Sec-WebSocket-Version", "8")
                        .bearer(token)
                        .refusal());
    }

    /** A proxy may keep the connection and use it for another handshake. */
    @Test
    void theConnectionCanBeUsedAgain() {
        Token token = mastodon.reader();
        Request good = trunkline.handshake("").bearer(token);
        try (HttpSocket socket = good.connect()) {
            socket.write(trunkline.handshake("").text());
            assertEquals(401, socket.answer(false).status());
            socket.write(
                    trunkline.handshake("").header("Authorization", "wrong").text());
            assertEquals(401, socket.answer(false).status());
            socket.write(trunkline.get("/api/v1/streaming/health").text());
            assertEquals("OK", socket.answer(false).body());
            socket.write(good.text());
            assertEquals(101, socket.head().status());
        }
    }

    private static void assertRefused(int status, String message, HttpAnswer answer) {
        assertEquals(status, answer.status());
        assertEquals("", answer.body());
        assertEquals(message, answer.header("X-Error-Message"));
        assertHeaders(answer);
    }

    private static void assertHeaders(HttpAnswer answer) {
        assertEquals("*", answer.header("Access-Control-Allow-Origin"));
        assertNotNull(UUID.fromString(answer.header("X-Request-Id")));
    }
}

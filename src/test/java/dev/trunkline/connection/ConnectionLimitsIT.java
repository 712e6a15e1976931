package dev.trunkline.connection;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.trunkline.harness.EventStream;
import dev.trunkline.harness.HttpAnswer;
import dev.trunkline.harness.HttpSocket;
import dev.trunkline.harness.LogTail;
import dev.trunkline.harness.Mastodon;
import dev.trunkline.harness.Metrics;
import dev.trunkline.harness.Request;
import dev.trunkline.harness.TableLock;
import dev.trunkline.harness.Token;
import dev.trunkline.harness.Trunkline;
import dev.trunkline.harness.WaitingLookUps;
import dev.trunkline.harness.WebSocketClient;
import dev.trunkline.harness.WireTest;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The limits of connections per process, address and account, and of invalid tokens, over both transports together. */
@WireTest(
        settings = {
            "trunkline.limits.connections=6",
            "trunkline.limits.connections-per-address=4",
            "trunkline.limits.connections-per-account=2",
            "trunkline.limits.invalid-tokens-per-minute=2",
            "trunkline.query-time-limit=60s"
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

    /** The look-ups wait for a lock. */
    @Test
    void aPlaceIsTakenBeforeTheLookUpAndGivenBackWhenTheClientLeaves() throws SQLException {
        Token token = mastodon.reader();
        List<Token> others = Stream.generate(mastodon::reader).limit(6).toList();
        try (TableLock tokens = mastodon.lock("oauth_access_tokens")) {
            List<HttpSocket> first = WaitingLookUps.inQueriesOfTheirOwn(
                    mastodon, sse(token, "198.51.100.1"), sse(token, "198.51.100.1"));
            first.add(socket(token, "198.51.100.1").send());
            first.add(socket(token, "198.51.100.1").send());
            open.addAll(first);
            await().until(() -> pending() == 4);
            assertRefused(429, sse(token, "198.51.100.1").answer());
            assertRefusedHandshake(429, socket(token, "198.51.100.1").refusal());
            HttpSocket second = socket(token, "198.51.100.2").send();
            HttpSocket third = sse(token, "198.51.100.3").send();
            open.addAll(List.of(second, third));
            await().until(() -> pending() == 6);
            assertRefused(503, sse(token, "198.51.100.4").answer());
            first.get(0).reset();
            first.get(1).close();
            first.get(2).reset();
            first.get(3).close();
            second.close();
            third.close();
            // What waits for a query leaves; two queries are under way.
            await().until(() -> waiting() == 0);
            List<HttpSocket> next = new ArrayList<>();
            while (next.size() < 6) {
                HttpSocket socket = sse(others.get(next.size()), "198.51.100." + (next.size() < 4 ? 1 : 2))
                        .send();
                open.add(socket);
                await().until(() -> waiting() > next.size() || socket.available(Duration.ofMillis(1)));
                if (waiting() > next.size()) {
                    next.add(socket);
                }
            }
            tokens.release();
            for (HttpSocket socket : next) {
                assertEquals(200, socket.head().status());
            }
        }
    }

    /** Clients whose tokens are being looked up. */
    private long pending() throws SQLException {
        return mastodon.waitingForLocks() + waiting();
    }

    private long waiting() {
        return trunkline.metrics().get("pg_pool_waiting_queries");
    }

    @Test
    void aRefusedClientHasNoPlace() {
        for (int i = 0; i < 8; i++) {
            assertEquals(
                    400,
                    trunkline
                            .get("/api/v1/streaming/hashtag")
                            .bearer(mastodon.reader())
                            .header("X-Forwarded-For", "198.51.100.1")
                            .answer()
                            .status());
            assertEquals(
                    200,
                    trunkline
                            .request("HEAD", "/api/v1/streaming/user")
                            .bearer(mastodon.reader())
                            .header("X-Forwarded-For", "198.51.100.1")
                            .answer()
                            .status());
        }
        stream(mastodon.reader(), "198.51.100.1");
    }

    @Test
    void anAddressThatBringsInvalidTokensIsSlowedDown() {
        LogTail newLog = LogTail.of(trunkline);
        Token known = mastodon.reader();
        stream(known, "203.0.113.1");
        String refused = "connections_refused_total{reason=\"too_many_invalid_tokens\"}";
        long before = trunkline.metrics().get(refused);
        assertEquals(
                401, invalid("/api/v1/streaming/user", "2001:db8:2::1").answer().status());
        assertEquals(
                401,
                trunkline
                        .handshake("?access_token=" + Mastodon.unique("wrong"))
                        .header("X-Forwarded-For", "2001:db8:2::2")
                        .refusal()
                        .status());

        HttpAnswer answer = invalid("/api/v1/streaming/user", "2001:db8:2::3").answer();
        assertEquals(429, answer.status());
        assertEquals("{\"error\":\"Too many invalid access tokens\"}", answer.body());
        assertEquals("5", answer.header("Retry-After"));
        HttpAnswer handshake = socket(mastodon.reader(), "2001:db8:2::4").refusal();
        assertEquals(429, handshake.status());
        assertEquals("Too many invalid access tokens", handshake.header("X-Error-Message"));
        assertEquals(2, trunkline.metrics().get(refused) - before);
        assertEquals(
                1, newLog.await("invalid tokens in a minute from 2001:db8:2::").size());

        stream(known, "2001:db8:2::5");
        stream(mastodon.reader(), "2001:db8:3::5");
        assertEquals(
                401, invalid("/api/v1/streaming/user", "2001:db8:3::5").answer().status());
    }

    private Request invalid(String path, String address) {
        return trunkline.get(path + "?access_token=" + Mastodon.unique("wrong")).header("X-Forwarded-For", address);
    }
}

package dev.trunkline.http;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trunkline.harness.EventStream;
import dev.trunkline.harness.HttpSocket;
import dev.trunkline.harness.Mastodon;
import dev.trunkline.harness.Metrics;
import dev.trunkline.harness.TableLock;
import dev.trunkline.harness.Token;
import dev.trunkline.harness.Trunkline;
import dev.trunkline.harness.WireTest;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client sends behind a request waits until that is answered, within a bound. */
@WireTest(ownServers = true, settings = "trunkline.query-time-limit=60s")
class PipeliningIT {

    private static final String USER = "/api/v1/streaming/user";
    private static final String HEALTH = "/api/v1/streaming/health";

    private final Trunkline trunkline;
    private final Mastodon mastodon;
    private final Token token;

    PipeliningIT(Trunkline trunkline, Mastodon mastodon) {
        this.trunkline = trunkline;
        this.mastodon = mastodon;
        this.token = mastodon.reader();
    }

    @Test
    void requestsAreAnsweredInTheirOrder() {
        String refused = trunkline.get(USER).text();
        String handshake = trunkline.handshake("").text();
        String health = trunkline.get(HEALTH).text();
        try (HttpSocket socket = trunkline.get(HEALTH).connect()) {
            for (int i = 0; i < 2; i++) {
                socket.write((refused + health + handshake + refused).repeat(300));
                for (int k = 0; k < 300; k++) {
                    assertEquals(401, socket.answer(false).status());
                    assertEquals("OK", socket.answer(false).body());
                    assertEquals(401, socket.answer(false).status());
                    assertEquals(401, socket.answer(false).status());
                }
            }
            socket.write(trunkline.get(USER).bearer(token).text());
            EventStream.of(socket);
        }
    }

    @Test
    @Tag(Trunkline.LOOKS_INTO_HEAP)
    void fewRequestsAreQueuedWhileATokenIsLookedUp() throws Exception {
        int requests = 2_000;
        String health = trunkline.get(HEALTH).text();
        try (TableLock tokens = mastodon.lock("oauth_access_tokens");
                HttpSocket socket = trunkline
                        .get(USER)
                        .header("Authorization", "Bearer wrong")
                        .send()) {
            await().until(() -> mastodon.waitingForLocks() == 1);
            socket.write(health.repeat(requests));
            // Other connections are served meanwhile: the server has had time to read these requests.
            for (int i = 0; i < 20; i++) {
                assertTrue(trunkline.healthy());
            }
            long queued = trunkline.heap().getOrDefault("io.vertx.core.http.impl.Http1xServerRequest", 0L);
            assertTrue(queued < requests / 10, () -> queued + " requests are queued");
            tokens.release();
            assertEquals(401, socket.answer(false).status());
            for (int i = 0; i < requests; i++) {
                assertEquals("OK", socket.answer(false).body());
            }
        }
    }

    /** The client sends more than is held back, so that it is not read for a while. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void inputBehindAStreamIsDroppedAndItsLeavingNoticed(boolean rudely) throws Exception {
        HttpSocket socket = trunkline.get(USER).bearer(token).connect();
        try (TableLock tokens = mastodon.lock("oauth_access_tokens")) {
            socket.write(trunkline.get(USER).bearer(token).text()
                    + trunkline.get(HEALTH).text().repeat(4_000));
            await().until(() -> mastodon.waitingForLocks() == 1);
            tokens.release();
        }
        EventStream stream = EventStream.of(socket);
        String marker = mastodon.publishMarker("timeline:" + token.account().id());
        assertEquals(marker, stream.nextData());
        leave(socket, rudely);
    }

    /** The client leaves before it is answered. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theLeavingOfAClientThatHasSentMuchIsNoticedAfterTheAnswer(boolean rudely) throws Exception {
        try (TableLock tokens = mastodon.lock("oauth_access_tokens")) {
            HttpSocket socket = trunkline.get(USER).bearer(token).connect();
            socket.write(trunkline.get(USER).bearer(token).text()
                    + trunkline.get(HEALTH).text().repeat(4_000));
            await().until(() -> mastodon.waitingForLocks() == 1);
            leave(socket, rudely);
            tokens.release();
        }
    }

    /** A body does not keep the server from noticing that its client leaves. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aBodyDoesNotHideTheLeaving(boolean rudely) {
        int length = 500_000;
        String body = "x".repeat(length);
        HttpSocket socket = trunkline
                .get(USER)
                .bearer(token)
                .header("Content-Length", Integer.toString(length))
                .send();
        socket.write(body);
        EventStream.of(socket);
        // This is more than is held back.
        socket.write(trunkline.get(HEALTH).text().repeat(4_000));
        leave(socket, rudely);
    }

    @Test
    void aBodyIsNotTakenForARequest() {
        try (HttpSocket refused =
                trunkline.get(USER).header("Content-Length", "3").send()) {
            refused.write("GET" + trunkline.get(HEALTH).text());
            assertEquals(401, refused.answer(false).status());
            assertEquals("OK", refused.answer(false).body());
        }
        assertEquals(
                400,
                trunkline
                        .handshake("")
                        .bearer(token)
                        .header("Content-Length", "3")
                        .refusal()
                        .status());
    }

    private static void leave(HttpSocket socket, boolean rudely) {
        if (rudely) {
            socket.reset();
        } else {
            socket.close();
        }
    }

    @AfterEach
    void nothingIsLeftBehind() {
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            Metrics metrics = trunkline.metrics();
            assertEquals(0, metrics.sum("connected_clients"));
            assertEquals(0, metrics.sum("connected_channels"));
            assertEquals(List.of(), mastodon.redis().texts("PUBSUB", "CHANNELS", "timeline:*"));
        });
    }
}

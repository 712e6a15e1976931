package dev.trunkline.database;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trunkline.harness.EventStream;
import dev.trunkline.harness.HttpAnswer;
import dev.trunkline.harness.LogTail;
import dev.trunkline.harness.Mastodon;
import dev.trunkline.harness.Token;
import dev.trunkline.harness.Trunkline;
import dev.trunkline.harness.WireTest;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** PostgreSQL stops and comes back while streams are open (protocol, sections 3 and 8). */
@WireTest(ownServers = true, settings = "trunkline.query-time-limit=1s")
class PostgresOutageIT {

    private final Trunkline trunkline;
    private final Mastodon mastodon;

    PostgresOutageIT(Trunkline trunkline, Mastodon mastodon) {
        this.trunkline = trunkline;
        this.mastodon = mastodon;
    }

    @Test
    void newStreamsAreRefusedUntilItIsBack() throws IOException {
        Token token = mastodon.reader();
        String channel = "timeline:" + token.account().id();
        LogTail newLog = LogTail.of(trunkline);
        // The first query of a server that has just started may take longer than the limit.
        await().until(() -> opens(token));
        try (EventStream stream = trunkline.stream("/user", token)) {
            mastodon.postgresServer().stop();
            for (int i = 0; i < 20; i++) {
                assertUnavailable(token);
            }
            assertProbes();
            assertEquals(mastodon.publishMarker(channel), stream.nextData());

            await("noticed").until(() -> !answers());
            newLog.await("PostgreSQL is unavailable: ");

            mastodon.postgresServer().start();
            mastodon.forgetConnections();
            assertComesBack(token);
            assertEquals(mastodon.publishMarker(channel), stream.nextData());
            await("noticed").until(this::answers);
            newLog.await("PostgreSQL answers");
        }
    }

    /** The suspended server answers nothing: more requests than the pool has connections get their answer in time. */
    @Test
    void aSuspendedServerIsWaitedForWithinBounds() throws IOException {
        Token token = mastodon.reader();
        mastodon.postgresServer().suspend();
        try {
            for (int i = 0; i < 3; i++) {
                assertUnavailable(token);
            }
            assertProbes();
            await("noticed").until(() -> !answers());
        } finally {
            mastodon.postgresServer().resume();
        }
        await("noticed").until(this::answers);
        assertComesBack(token);
        await().untilAsserted(() -> assertEquals(0, trunkline.metrics().get("pg_pool_waiting_queries")));
    }

    private boolean answers() {
        return trunkline.metrics().get("dependency_up{name=\"postgresql\"}") == 1;
    }

    private void assertProbes() {
        HttpAnswer ready = trunkline.get("/q/health/ready").answer();
        assertEquals(503, ready.status());
        assertTrue(ready.body().contains("PostgreSQL"), ready.body());
        assertEquals(200, trunkline.get("/q/health/live").answer().status());
        assertEquals("OK", trunkline.get("/api/v1/streaming/health").answer().body());
    }

    private boolean opens(Token token) {
        return trunkline
                        .request("HEAD", "/api/v1/streaming/user")
                        .bearer(token)
                        .answer()
                        .status()
                == 200;
    }

    private void assertComesBack(Token token) {
        await().until(() -> opens(token));
        await().until(() -> trunkline.get("/q/health/ready").answer().status() == 200);
        trunkline.stream("/user", token).close();
    }

    private void assertUnavailable(Token token) {
        HttpAnswer answer =
                trunkline.get("/api/v1/streaming/user").bearer(token).answer();
        assertEquals(503, answer.status());
        assertEquals("{\"error\":\"An unexpected error occurred\"}", answer.body());
        assertTrue(Integer.parseInt(answer.header("Retry-After")) > 0);
    }
}

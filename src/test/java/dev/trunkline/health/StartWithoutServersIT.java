package dev.trunkline.health;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trunkline.demo.ServerProcess;
import dev.trunkline.harness.EventStream;
import dev.trunkline.harness.HttpAnswer;
import dev.trunkline.harness.Mastodon;
import dev.trunkline.harness.Token;
import dev.trunkline.harness.Trunkline;
import dev.trunkline.harness.WireTest;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A process that starts before Redis or PostgreSQL waits for them and says so (protocol, section 8). */
@WireTest(ownServers = true)
class StartWithoutServersIT {

    private final Mastodon mastodon;

    StartWithoutServersIT(Mastodon mastodon) {
        this.mastodon = mastodon;
    }

    @Test
    void waitsForRedis() throws IOException {
        waitsFor(mastodon.redisServer(), "Redis has not answered yet");
    }

    @Test
    void waitsForPostgres() throws IOException {
        waitsFor(mastodon.postgresServer(), "PostgreSQL has not answered yet");
    }

    private void waitsFor(ServerProcess server, String reason) throws IOException {
        Token token = mastodon.reader();
        server.stop();
        try (Trunkline trunkline = Trunkline.launch(mastodon, List.of())) {
            HttpAnswer unhealthy = trunkline.get("/api/v1/streaming/health").answer();
            assertEquals(503, unhealthy.status());
            assertEquals("text/plain", unhealthy.mediaType());
            // At first the other server may not have answered either.
            await().until(() ->
                    trunkline.get("/api/v1/streaming/health").answer().body().equals(reason));
            assertFalse(reason.contains("OK"), "some probes search the body for OK");
            assertEquals(503, trunkline.get("/q/health/ready").answer().status());
            assertEquals(503, trunkline.get("/q/health/started").answer().status());
            assertEquals(200, trunkline.get("/q/health/live").answer().status());
            HttpAnswer refused =
                    trunkline.get("/api/v1/streaming/user").bearer(token).answer();
            assertEquals(503, refused.status());
            assertTrue(Integer.parseInt(refused.header("Retry-After")) > 0);

            server.start();
            mastodon.forgetConnections();
            await().until(trunkline::healthy);
            assertEquals(200, trunkline.get("/q/health/started").answer().status());
            await().until(() -> trunkline.get("/q/health/ready").answer().status() == 200);
            try (EventStream stream = trunkline.stream("/user", token)) {
                assertEquals(
                        mastodon.publishMarker("timeline:" + token.account().id()), stream.nextData());
            }
        } finally {
            server.start();
        }
    }
}

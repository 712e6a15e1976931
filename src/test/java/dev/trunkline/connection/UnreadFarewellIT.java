package dev.trunkline.connection;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.trunkline.harness.EventStream;
import dev.trunkline.harness.Mastodon;
import dev.trunkline.harness.Token;
import dev.trunkline.harness.Trunkline;
import dev.trunkline.harness.WireTest;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A connection whose client does not read its farewell is reset. */
@WireTest(settings = "trunkline.outbox.limit=64M")
class UnreadFarewellIT {

    @Test
    void aKilledConnectionThatDoesNotReadIsReset(Trunkline trunkline, Mastodon mastodon) {
        Token token = mastodon.reader();
        String payload = "{\"content\":\"" + "x".repeat(100_000) + "\"}";
        try (EventStream stuck = trunkline.get("/api/v1/streaming/user").bearer(token).receiveBuffer(4_096).stream()) {
            for (int i = 0; i < 150; i++) {
                assertEquals(1, mastodon.publish("timeline:" + token.account().id(), "update", payload));
            }
            String killed = "connections_ended_total{reason=\"killed\",type=\"eventsource\"}";
            long before = trunkline.metrics().get(killed);
            mastodon.kill(token);
            await().until(() -> trunkline.metrics().get(killed) == before + 1);
            await("reset").atMost(Duration.ofSeconds(10)).until(stuck.socket()::torn);
        }
    }
}

package dev.trunkline.memory;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trunkline.harness.EventStream;
import dev.trunkline.harness.Mastodon;
import dev.trunkline.harness.Token;
import dev.trunkline.harness.Trunkline;
import dev.trunkline.harness.WireTest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A process that has run out of memory outside the heap says so and ends, so that its supervisor starts another. */
@WireTest
class OutOfMemoryIT {

    private static final String FILLER = "x".repeat(256 << 10);

    /** Some of them wait in the kernel. */
    private static final int MAX_EVENTS = 400;

    private static final int BATCH = 20;

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final Mastodon mastodon;

    OutOfMemoryIT(Mastodon mastodon) {
        this.mastodon = mastodon;
    }

    @Test
    void theProcessEnds() throws Exception {
        List<String> settings =
                List.of("-XX:MaxDirectMemorySize=24m", "trunkline.outbox.limit=1G", "trunkline.outbox.total-limit=1G");
        Token token = mastodon.reader();
        try (Trunkline trunkline = Trunkline.start(mastodon, settings);
                EventStream slow =
                        trunkline.get("/api/v1/streaming/user").bearer(token).receiveBuffer(4_096).stream()) {
            assertEquals(200, slow.head().status());
            for (int sent = 0; trunkline.process().isAlive() && sent < MAX_EVENTS; sent += BATCH) {
                for (int i = 0; i < BATCH; i++) {
                    mastodon.publish("timeline:" + token.account().id(), "update", "{\"filler\":\"" + FILLER + "\"}");
                }
                awaitReceived(trunkline, sent + BATCH);
            }
            assertTrue(trunkline.process().waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS), "It goes on");
            assertEquals(OutOfMemory.STATUS, trunkline.process().exitValue());
            assertTrue(trunkline.log().contains("Out of memory: the process ends with status 3."), trunkline.log());
        }
    }

    /** Redis closes the connection of a subscriber that lets more than 32 MB wait. */
    private static void awaitReceived(Trunkline trunkline, int messages) {
        await().atMost(LIMIT)
                .ignoreExceptions()
                .until(() -> !trunkline.process().isAlive()
                        || trunkline.metrics().get("redis_messages_received_total") >= messages);
    }
}

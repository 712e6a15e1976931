package dev.trunkline.connection;

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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A connection whose client does not read ends when its outbox is full; other connections do not notice. */
@WireTest(settings = "trunkline.outbox.limit=256K")
class SlowReaderIT {

    private static final String ENDED = "connections_ended_total{reason=\"slow_reader\",type=\"eventsource\"}";
    private static final String FILLER = "x".repeat(20_000);

    /** The kernel buffers some megabytes before the outbox fills. */
    private static final int MAX_EVENTS = 2_000;

    private final Trunkline trunkline;
    private final Mastodon mastodon;

    SlowReaderIT(Trunkline trunkline, Mastodon mastodon) {
        this.trunkline = trunkline;
        this.mastodon = mastodon;
    }

    @Test
    void endsWithItsReason() throws Exception {
        Token token = mastodon.reader();
        String channel = "timeline:" + token.account().id();
        long before = trunkline.metrics().get(ENDED);
        try (EventStream slow = openSlow(token);
                EventStream other = trunkline.stream("/user", token)) {
            CompletableFuture<Integer> all = CompletableFuture.supplyAsync(() -> countInOrder(other));
            int published = 0;
            while (trunkline.metrics().get(ENDED) == before) {
                assertTrue(published < MAX_EVENTS, "The reader was not ended");
                for (int i = 0; i < 20; i++) {
                    mastodon.publish(channel, "update", "{\"n\":" + published++ + ",\"filler\":\"" + FILLER + "\"}");
                }
            }
            mastodon.publish(channel, "delete", "\"last\"");
            assertEquals(published, all.get(30, TimeUnit.SECONDS), "The other reader's events");
            assertEquals(before + 1, trunkline.metrics().get(ENDED));
            assertEquals(1, trunkline.metrics().get("connected_clients{type=\"eventsource\"}"));
            await("reset").until(slow.socket()::torn);
        }
        await().until(() -> trunkline.metrics().sum("connected_clients") == 0);
    }

    private static int countInOrder(EventStream stream) {
        for (int i = 0; ; i++) {
            String data = stream.nextData();
            if (data.equals("last")) {
                return i;
            }
            assertTrue(data.startsWith("{\"n\":" + i + ","), "Out of order");
        }
    }

    @Test
    @Tag(Trunkline.LOOKS_INTO_HEAP)
    void leavesNoMemoryBehind() {
        Token token = mastodon.reader();
        String channel = "timeline:" + token.account().id();
        long before = trunkline.metrics().get(ENDED);
        try (EventStream slow = openSlow(token)) {
            for (int i = 0; trunkline.metrics().get(ENDED) == before; i++) {
                assertTrue(i < MAX_EVENTS, "The reader was not ended");
                mastodon.publish(channel, "update", "{\"filler\":\"" + FILLER + "\"}");
            }
            // The client has not closed its side.
            assertEquals(200, slow.head().status());
            await().atMost(Duration.ofSeconds(20))
                    .until(() ->
                            trunkline.onHeap(List.of("connection.Connection")).isEmpty());
        }
    }

    private EventStream openSlow(Token token) {
        return trunkline.get("/api/v1/streaming/user").bearer(token).receiveBuffer(4_096).stream();
    }
}

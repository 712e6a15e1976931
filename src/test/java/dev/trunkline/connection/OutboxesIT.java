package dev.trunkline.connection;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trunkline.harness.EventStream;
import dev.trunkline.harness.Mastodon;
import dev.trunkline.harness.Metrics;
import dev.trunkline.harness.Request;
import dev.trunkline.harness.Token;
import dev.trunkline.harness.Trunkline;
import dev.trunkline.harness.WebSocketClient;
import dev.trunkline.harness.WireTest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What waits for all clients together is bounded: slow readers of many accounts end before it takes the memory. */
@WireTest(settings = {"trunkline.outbox.limit=64M", "trunkline.outbox.total-limit=4M"})
class OutboxesIT {

    private static final int SLOW = 12;
    private static final long LIMIT = 4 << 20;
    private static final String FILLER = "x".repeat(64 << 10);

    /** What one event for each slow reader takes, what comes while connections end, and the steps in which lanes look. */
    private static final long SLACK = 3 << 20;

    /** The kernel buffers some megabytes for each reader. */
    private static final int MAX_ROUNDS = 300;

    private final Trunkline trunkline;
    private final Mastodon mastodon;
    private final List<AutoCloseable> open = new ArrayList<>();
    private final List<String> channels = new ArrayList<>();

    OutboxesIT(Trunkline trunkline, Mastodon mastodon) {
        this.trunkline = trunkline;
        this.mastodon = mastodon;
    }

    private static long ended(Metrics metrics, String type) {
        return metrics.get("connections_ended_total{reason=\"slow_reader\",type=\"" + type + "\"}");
    }

    private void openSlow(boolean socket) {
        Token token = mastodon.reader();
        channels.add("timeline:" + token.account().id());
        if (socket) {
            Request lazy = trunkline.handshake("?stream=user").bearer(token).receiveBuffer(4_096);
            WebSocketClient slow = lazy.webSocket();
            slow.settle();
            open.add(slow);
        } else {
            Request lazy = trunkline.get("/api/v1/streaming/user").bearer(token).receiveBuffer(4_096);
            open.add(lazy.stream());
        }
    }

    @Test
    void slowReadersOfManyAccountsDoNotTakeTheMemory() throws Exception {
        Token token = mastodon.reader();
        String quickChannel = "timeline:" + token.account().id();
        Metrics before = trunkline.metrics();
        assertEquals(LIMIT, before.get("outboxes_limit_bytes"));
        try (EventStream quick = trunkline.stream("/user", token)) {
            for (int i = 0; i < SLOW; i++) {
                openSlow(i % 2 == 0);
            }
            Metrics now = before;
            long most = 0;
            for (int round = 0;
                    ended(now, "websocket") == ended(before, "websocket")
                            || ended(now, "eventsource") == ended(before, "eventsource");
                    round++) {
                assertTrue(round < MAX_ROUNDS, "No slow reader was ended; " + most + " bytes waited");
                for (String channel : channels) {
                    mastodon.publish(channel, "update", "{\"filler\":\"" + FILLER + "\"}");
                }
                mastodon.publish(quickChannel, "delete", "\"" + round + "\"");
                assertEquals(Integer.toString(round), quick.nextData());
                now = trunkline.metrics();
                most = Math.max(most, now.get("outboxes_bytes"));
            }
            assertTrue(most > LIMIT / 2, "The sum has not been near its limit: " + most);
            assertTrue(most < LIMIT + SLACK, most + " bytes waited");
        } finally {
            for (AutoCloseable connection : open) {
                connection.close();
            }
        }
        await("nothing waits").until(() -> trunkline.metrics().get("outboxes_bytes") == 0);
    }
}

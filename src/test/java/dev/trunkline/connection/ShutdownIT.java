package dev.trunkline.connection;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trunkline.harness.DependsOnJdk;
import dev.trunkline.harness.EventStream;
import dev.trunkline.harness.HttpAnswer;
import dev.trunkline.harness.HttpSocket;
import dev.trunkline.harness.Mastodon;
import dev.trunkline.harness.TableLock;
import dev.trunkline.harness.Token;
import dev.trunkline.harness.Trunkline;
import dev.trunkline.harness.WireTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** SIGTERM ends every event stream with a farewell, and the process soon (protocol, section 4). */
@DependsOnJdk
@WireTest
class ShutdownIT {

    private static final int STREAMS = 20;

    private final Mastodon mastodon;

    ShutdownIT(Mastodon mastodon) {
        this.mastodon = mastodon;
    }

    @Test
    void everyStreamIsAskedToReconnectAndEnds() {
        Token token = mastodon.reader();
        try (Trunkline trunkline =
                Trunkline.start(mastodon, List.of("trunkline.reconnect-spread=3s", "trunkline.shutdown-spread=1s"))) {
            List<EventStream> streams = new ArrayList<>();
            for (int i = 0; i < STREAMS; i++) {
                streams.add(trunkline.stream("/user", token));
            }
            HttpSocket http10 = trunkline
                    .get("/api/v1/streaming/user")
                    .version("HTTP/1.0")
                    .bearer(token)
                    .send();
            http10.head();
            assertEquals(":)\n", http10.exactly(3));
            String last = mastodon.publishMarker("timeline:" + token.account().id());

            for (EventStream stream : streams) {
                assertEquals(last, stream.nextData());
            }
            trunkline.process().destroy();
            for (EventStream stream : streams) {
                assertPause(stream.record());
                assertEquals("", stream.record());
                assertTrue(stream.socket().ended());
                stream.close();
            }
            String rest = http10.rest();
            String record = "event: delete\ndata: " + last + "\n\n";
            assertTrue(rest.startsWith(record), rest);
            assertPause(rest.substring(record.length()));
            http10.close();
            await().atMost(Duration.ofSeconds(5))
                    .until(() -> !trunkline.process().isAlive());
            assertEquals(143, trunkline.process().exitValue());
        }
    }

    /** A client whose token is being looked up gets an error and no bytes of a stream. */
    @Test
    void aStreamThatIsNotOpenYetIsRefused() throws Exception {
        Token token = mastodon.reader();
        long list = mastodon.list(token.account());
        try (Trunkline trunkline = Trunkline.start(mastodon, List.of())) {
            // Because of it, the token is looked up a second time.
            mastodon.kill(token);
            await().until(() -> trunkline.metrics().get("redis_messages_received_total") > 0);
            try (TableLock lists = mastodon.lock("lists");
                    HttpSocket socket = trunkline
                            .get("/api/v1/streaming/list?list=" + list)
                            .bearer(token)
                            .send()) {
                await().until(() -> mastodon.waitingForLocks() == 1);
                try (TableLock tokens = mastodon.lock("oauth_access_tokens")) {
                    lists.release();
                    // The stream is subscribed to, and the second look-up waits.
                    await().until(() -> mastodon.waitingForLocks() == 1);
                    trunkline.process().destroy();
                    HttpAnswer answer = socket.answer(false);
                    assertEquals(503, answer.status());
                    assertEquals("{\"error\":\"An unexpected error occurred\"}", answer.body());
                    tokens.release();
                }
            }
        }
    }

    /** A client that does not read does not delay the end of the process. */
    @Test
    void aStuckReaderDoesNotDelayTheEnd() {
        Token token = mastodon.reader();
        String channel = "timeline:" + token.account().id();
        String payload = "{\"content\":\"" + "x".repeat(100_000) + "\"}";
        try (Trunkline trunkline = Trunkline.start(
                        mastodon, List.of("trunkline.outbox.limit=64M", "trunkline.shutdown-spread=1s"));
                EventStream stuck =
                        trunkline.get("/api/v1/streaming/user").bearer(token).receiveBuffer(4_096).stream()) {
            for (int i = 0; i < 150; i++) {
                assertEquals(1, mastodon.publish(channel, "update", payload));
            }
            await().until(() -> trunkline.metrics().get("messages_sent_total{type=\"eventsource\"}") == 150);
            trunkline.process().destroy();
            await().atMost(Duration.ofSeconds(8))
                    .until(() -> !trunkline.process().isAlive());
            assertEquals(200, stuck.head().status());
        }
    }

    private static void assertPause(String line) {
        assertTrue(line.matches("retry: [0-9]+\n"), line);
        long pause = Long.parseLong(line.replaceAll("[^0-9]", ""));
        // The rest of the shutdown's spread plus the random part.
        assertTrue(pause >= 1 && pause <= 1_000 + 3_000, line);
    }
}

package dev.trunkline.connection;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trunkline.harness.DependsOnJdk;
import dev.trunkline.harness.EventStream;
import dev.trunkline.harness.HttpAnswer;
import dev.trunkline.harness.Mastodon;
import dev.trunkline.harness.MeasuresTime;
import dev.trunkline.harness.Token;
import dev.trunkline.harness.Trunkline;
import dev.trunkline.harness.WebSocketClient;
import dev.trunkline.harness.WireTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A process that gets a signal ends its connections one after the other and refuses new ones meanwhile. */
@DependsOnJdk
@WireTest
class DrainIT {

    private static final int STREAMS = 20;
    private static final String HEALTH = "/api/v1/streaming/health";

    private final Mastodon mastodon;

    DrainIT(Mastodon mastodon) {
        this.mastodon = mastodon;
    }

    /**
     * The end of a stream.
     *
     * @param number in the order of opening
     * @param at the time by {@link System#nanoTime()}
     * @param before the data of the last events
     * @param pause the milliseconds until the client may reconnect
     */
    private record Left(int number, long at, List<String> before, long pause) {}

    private static Left awaitEnd(int number, EventStream stream) {
        List<String> data = new ArrayList<>();
        try (stream) {
            String record = stream.record();
            for (; !record.startsWith("retry: "); record = stream.record()) {
                data.add(record.lines().skip(1).findFirst().orElse(record));
            }
            long at = System.nanoTime();
            assertEquals("", stream.record());
            return new Left(
                    number,
                    at,
                    data,
                    Long.parseLong(record.substring("retry: ".length()).strip()));
        }
    }

    @Test
    @MeasuresTime
    void streamsEndOverTheSpreadInRandomOrderAndGetEventsUntilThen() throws Exception {
        Token token = mastodon.reader();
        try (Trunkline trunkline =
                Trunkline.start(mastodon, List.of("trunkline.shutdown-spread=6s", "trunkline.reconnect-spread=7s"))) {
            AtomicInteger ended = new AtomicInteger();
            List<CompletableFuture<Left>> leaving = new ArrayList<>();
            for (int i = 0; i < STREAMS; i++) {
                int number = i;
                EventStream stream = trunkline.stream("/user", token);
                leaving.add(CompletableFuture.supplyAsync(
                        () -> {
                            Left left = awaitEnd(number, stream);
                            ended.incrementAndGet();
                            return left;
                        },
                        task -> new Thread(task).start()));
            }
            long asked = System.nanoTime();
            trunkline.process().destroy();
            await().until(() -> ended.get() > 0);
            assertRefusesNewConnections(trunkline, token);
            String marker = mastodon.publishMarker("timeline:" + token.account().id());

            List<Left> all = leaving.stream()
                    .map(CompletableFuture::join)
                    .sorted((a, b) -> Long.compare(a.at, b.at))
                    .toList();
            Duration spread = Duration.ofNanos(all.get(STREAMS - 1).at - all.get(0).at);
            assertTrue(spread.toMillis() >= 4_500 && spread.toMillis() <= 9_000, spread::toString);
            for (Left left : all) {
                // A client that reconnected before the end of the drain would be refused.
                Duration back = Duration.ofNanos(left.at - asked).plusMillis(left.pause);
                assertTrue(back.toMillis() >= 6_000 && left.pause <= 6_000 + 7_000, left::toString);
            }
            assertNotEquals(
                    all.stream().map(Left::number).sorted().toList(),
                    all.stream().map(Left::number).toList());
            assertEquals(List.of(), all.get(0).before);
            assertEquals(List.of("data: " + marker), all.get(STREAMS - 1).before);
            assertTrue(trunkline.process().waitFor(10, TimeUnit.SECONDS));
            assertEquals(143, trunkline.process().exitValue());
        }
    }

    private static void assertRefusesNewConnections(Trunkline trunkline, Token token) {
        HttpAnswer health = trunkline.get(HEALTH).answer();
        assertEquals(503, health.status());
        assertEquals("shutting down", health.body());
        assertEquals(503, trunkline.get("/q/health/ready").answer().status());
        assertEquals(200, trunkline.get("/q/health/live").answer().status());
        HttpAnswer stream =
                trunkline.get("/api/v1/streaming/user").bearer(token).answer();
        assertEquals(503, stream.status());
        assertEquals("5", stream.header("Retry-After"));
        HttpAnswer socket = trunkline.handshake("").bearer(token).refusal();
        assertEquals(503, socket.status());
        assertEquals("5", socket.header("Retry-After"));
        assertEquals("An unexpected error occurred", socket.header("X-Error-Message"));
    }

    @Test
    void withoutConnectionsItEndsAtOnce() throws Exception {
        try (Trunkline trunkline = Trunkline.start(mastodon, List.of("trunkline.shutdown-spread=60s"))) {
            trunkline.process().destroy();
            assertTrue(trunkline.process().waitFor(10, TimeUnit.SECONDS));
            assertEquals(143, trunkline.process().exitValue());
        }
    }

    @Test
    void itEndsWhenTheLastClientHasLeft() throws Exception {
        try (Trunkline trunkline = Trunkline.start(mastodon, List.of("trunkline.shutdown-spread=60s"))) {
            EventStream first = trunkline.stream("/user", mastodon.reader());
            EventStream second = trunkline.stream("/user", mastodon.reader());
            trunkline.process().destroy();
            await().until(() -> !trunkline.healthy());
            first.close();
            second.close();
            assertTrue(trunkline.process().waitFor(10, TimeUnit.SECONDS));
            assertEquals(143, trunkline.process().exitValue());
        }
    }

    @Test
    void aSecondSignalEndsItAtOnce() throws Exception {
        Token token = mastodon.reader();
        try (Trunkline trunkline = Trunkline.start(mastodon, List.of("trunkline.shutdown-spread=60s"));
                WebSocketClient first = trunkline.webSocket("", token);
                WebSocketClient second = trunkline.webSocket("", token)) {
            trunkline.process().destroy();
            await().until(() -> !trunkline.healthy());
            assertTrue(trunkline.process().isAlive());
            // Process.destroy() sends only one signal.
            new ProcessBuilder(
                            "kill", "-TERM", Long.toString(trunkline.process().pid()))
                    .inheritIO()
                    .start()
                    .waitFor();
            assertTrue(trunkline.process().waitFor(5, TimeUnit.SECONDS));
            assertEquals(143, trunkline.process().exitValue());
            assertTrue(first.head().status() == 101 && second.head().status() == 101);
        }
    }
}

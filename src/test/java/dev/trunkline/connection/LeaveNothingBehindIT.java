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
import dev.trunkline.harness.WireTest;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Clients that leave at any moment leave nothing behind (protocol, section 10). */
@WireTest(
        ownServers = true,
        settings = {
            "trunkline.heartbeat.interval=50ms",
            // Without the channel between processes, which stays.
            "trunkline.history.limit=0",
            // Look-ups wait until all clients have come.
            "trunkline.query-time-limit=60s"
        })
class LeaveNothingBehindIT {

    private static final int CLIENTS = 8;
    private static final int VISITS = 60;

    /** As many as come back at once after a restart. */
    private static final int MANY = 2_000;

    /** The classes of which the server holds objects for a client. */
    private static final List<String> HELD = List.of(
            "connection.Connection",
            "fanout.Subscription",
            "fanout.ChannelFanout",
            "fanout.Delivery",
            "fanout.LaneDelivery",
            "fanout.LaneMembers",
            "broadcast.BookedChannel",
            "sse.SseRequest",
            "sse.SseChannel");

    private final Trunkline trunkline;
    private final LogTail newLog;
    private final Mastodon mastodon;
    private final Token token;
    private final String channel;

    LeaveNothingBehindIT(Trunkline trunkline, Mastodon mastodon) {
        this.trunkline = trunkline;
        this.newLog = LogTail.of(trunkline);
        this.mastodon = mastodon;
        this.token = mastodon.reader();
        this.channel = "timeline:" + token.account().id();
    }

    /** When a client leaves. */
    private enum Moment {
        CONNECTED,
        IN_THE_REQUEST_LINE,
        IN_THE_HEADERS,
        ASKED,
        A_LITTLE_LATER,
        HEAD_SEEN,
        PRELUDE_SEEN,
        EVENT_SEEN,
        HEARTBEAT_SEEN
    }

    @Test
    void atRandomMoments() throws Exception {
        long seed = System.nanoTime();
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        try {
            List<Future<?>> visits = new ArrayList<>();
            for (int client = 0; client < CLIENTS; client++) {
                Random random = new Random(seed + client);
                visits.add(clients.submit(() -> {
                    for (int i = 0; i < VISITS; i++) {
                        Moment[] moments = Moment.values();
                        visit(moments[random.nextInt(moments.length)], random);
                    }
                }));
            }
            for (Future<?> visit : visits) {
                visit.get(60, TimeUnit.SECONDS);
            }
        } catch (Exception failed) {
            throw new AssertionError("Seed " + seed, failed);
        } finally {
            clients.shutdownNow();
        }
    }

    private void visit(Moment moment, Random random) {
        Request request = trunkline
                .get(random.nextBoolean() ? "/api/v1/streaming/user" : "/api/v1/streaming/public")
                .bearer(token);
        boolean chunked = moment.compareTo(Moment.PRELUDE_SEEN) >= 0 || random.nextInt(4) > 0;
        if (!chunked) {
            request.version("HTTP/1.0");
        }
        String text = request.text();
        HttpSocket socket = request.connect();
        try {
            switch (moment) {
                case CONNECTED -> {}
                case IN_THE_REQUEST_LINE -> socket.write(text.substring(0, 10));
                case IN_THE_HEADERS -> socket.write(text.substring(0, text.length() - 2));
                case ASKED -> socket.write(text);
                case A_LITTLE_LATER -> {
                    socket.write(text);
                    LockSupport.parkNanos(random.nextInt(10_000_000));
                }
                case HEAD_SEEN -> {
                    socket.write(text);
                    socket.head();
                }
                case PRELUDE_SEEN -> EventStream.of(afterWriting(socket, text));
                case EVENT_SEEN -> {
                    EventStream stream = EventStream.of(afterWriting(socket, text));
                    mastodon.publish(channel, "delete", "\"1\"");
                    mastodon.publish("timeline:public", "delete", "\"1\"");
                    stream.next();
                }
                case HEARTBEAT_SEEN ->
                    EventStream.of(afterWriting(socket, text)).record();
            }
        } finally {
            leave(socket, random.nextBoolean());
        }
    }

    private static HttpSocket afterWriting(HttpSocket socket, String text) {
        socket.write(text);
        return socket;
    }

    private static void leave(HttpSocket socket, boolean rudely) {
        if (rudely) {
            socket.reset();
        } else {
            socket.close();
        }
    }

    /** All of them in a few queries, two of which are under way. */
    @Test
    void whileTheirTokensAreLookedUp() throws SQLException {
        Request request = trunkline.get("/api/v1/streaming/user").bearer(token);
        try (TableLock tokens = mastodon.lock("oauth_access_tokens")) {
            List<HttpSocket> visitors = WaitingLookUps.inQueriesOfTheirOwn(mastodon, request, request);
            while (visitors.size() < MANY) {
                visitors.add(request.send());
            }
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> trunkline.metrics().get("pg_pool_waiting_queries") == MANY - 2);
            for (int i = 0; i < visitors.size(); i++) {
                leave(visitors.get(i), i % 2 == 0);
            }
            tokens.release();
        }
    }

    /** The streams are subscribed to and not open yet: a second look-up of the token waits, because of an earlier kill. */
    @Test
    void whileTheirTokensAreLookedUpAgain() throws SQLException {
        long received = trunkline.metrics().get("redis_messages_received_total");
        mastodon.kill(token);
        await().until(() -> trunkline.metrics().get("redis_messages_received_total") > received);
        long list = mastodon.list(token.account());
        List<HttpSocket> visitors = new ArrayList<>();
        try (TableLock lists = mastodon.lock("lists")) {
            for (int i = 0; i < 7; i++) {
                visitors.add(trunkline
                        .get("/api/v1/streaming/list?list=" + list)
                        .bearer(token)
                        .send());
            }
            await().until(() -> mastodon.waitingForLocks() == 7);
            try (TableLock tokens = mastodon.lock("oauth_access_tokens")) {
                lists.release();
                await().until(() -> trunkline.metrics().get("redis_subscriptions") == 3);
                for (int i = 0; i < visitors.size(); i++) {
                    leave(visitors.get(i), i % 2 == 0);
                }
                // They are noticed to leave while the look-ups still wait.
                await().until(() -> trunkline.metrics().get("redis_subscriptions") == 0);
                tokens.release();
            }
        }
    }

    @Test
    void whileRedisIsSilent() throws Exception {
        List<HttpSocket> visitors = new ArrayList<>();
        mastodon.redisServer().suspend();
        try {
            for (int i = 0; i < 20; i++) {
                visitors.add(
                        trunkline.get("/api/v1/streaming/user").bearer(token).send());
            }
            await().until(() -> trunkline.metrics().get("pg_pool_waiting_queries") == 0);
            for (int i = 0; i < visitors.size(); i++) {
                leave(visitors.get(i), i % 2 == 0);
            }
        } finally {
            mastodon.redisServer().resume();
        }
    }

    /** No event follows that could clean up. */
    @Test
    void afterAHeartbeat() {
        for (int i = 0; i < 20; i++) {
            try (EventStream stream = trunkline.stream("/user", token)) {
                assertEquals(":thump\n", stream.record());
            }
        }
    }

    @Test
    void afterARefusal() {
        for (int i = 0; i < 50; i++) {
            HttpAnswer answer =
                    trunkline.get("/api/v1/streaming/list?list=1").bearer(token).answer();
            assertEquals(401, answer.status());
        }
    }

    @AfterEach
    void nothingIsLeft() {
        await("Redis")
                .atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () -> assertEquals(List.of(), mastodon.redis().texts("PUBSUB", "CHANNELS", "timeline:*")));
        await("gauges").untilAsserted(() -> {
            Metrics metrics = trunkline.metrics();
            assertEquals(0, metrics.sum("connected_clients"));
            assertEquals(0, metrics.sum("connected_channels"));
            assertEquals(0, metrics.get("redis_subscriptions"));
            assertEquals(0, metrics.get("pg_pool_waiting_queries"));
            assertEquals(metrics.get("pg_pool_total_connections"), metrics.get("pg_pool_idle_connections"));
        });
        if (!Trunkline.isNative()) {
            await("heap")
                    .atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertEquals(List.of(), trunkline.onHeap(HELD)));
        }
        String last;
        try (EventStream stream = trunkline.stream("/user", token)) {
            assertEquals(mastodon.publishMarker(channel), stream.nextData());
            last = stream.head().header("X-Request-Id");
        } catch (UncheckedIOException e) {
            throw new AssertionError("A new stream does not work", e);
        }
        await("the last").until(() -> trunkline.metrics().sum("connected_clients") == 0);
        // Its line is behind those of the others.
        trunkline.awaitLog("request=" + last);
        assertEquals(List.of(), newLog.lines("ERROR"));
    }
}

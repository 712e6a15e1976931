package dev.trunkline.broadcast;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trunkline.harness.EventStream;
import dev.trunkline.harness.HttpAnswer;
import dev.trunkline.harness.Mastodon;
import dev.trunkline.harness.Token;
import dev.trunkline.harness.Trunkline;
import dev.trunkline.harness.WireTest;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Redis goes away and comes back while streams are open (protocol, sections 3, 7 and 8). */
@WireTest(
        ownServers = true,
        settings = {
            "trunkline.heartbeat.interval=200ms",
            "trunkline.redis-away-limit=3s",
            "trunkline.subscribe-time-limit=1s"
        })
class RedisOutageIT {

    private static final Duration COMES_BACK = Duration.ofSeconds(15);

    /** Publishers send no home updates while the key is missing. A second attempt to set it would come after five seconds. */
    private static final Duration AT_ONCE = Duration.ofSeconds(3);

    private final Trunkline trunkline;
    private final Mastodon mastodon;

    RedisOutageIT(Trunkline trunkline, Mastodon mastodon) {
        this.trunkline = trunkline;
        this.mastodon = mastodon;
    }

    @Test
    void openStreamsSurviveTheOutage() throws IOException {
        Token token = mastodon.reader();
        Token killed = mastodon.reader();
        String channel = "timeline:" + token.account().id();
        long reconnects = trunkline.metrics().get("redis_reconnects_total");
        try (EventStream stream = trunkline.stream("/user", token);
                EventStream second = trunkline.stream("/direct", token);
                EventStream third = trunkline.stream("/public", killed)) {
            mastodon.redisServer().stop();
            await("ready fails").until(() -> status("/q/health/ready") == 503);
            assertEquals(200, status("/q/health/live"));
            assertEquals(
                    "OK", trunkline.get("/api/v1/streaming/health").answer().body());
            assertUnavailable();
            assertEquals(0, trunkline.metrics().get("redis_subscriptions"));
            assertEquals(0, trunkline.metrics().get("dependency_up{name=\"redis\"}"));

            await("the limit").until(() -> status("/api/v1/streaming/health") == 503);
            HttpAnswer unhealthy = trunkline.get("/api/v1/streaming/health").answer();
            assertTrue(unhealthy.body().matches("Redis has been away for [0-9]+ seconds"), unhealthy.body());
            assertEquals(200, status("/q/health/live"));
            for (int i = 0; i < 10; i++) {
                assertEquals(":thump\n", stream.record());
            }

            mastodon.redisServer().start();
            mastodon.forgetConnections();
            assertComesBack(stream, channel);
            // Short limits from here on: the keys are set with the subscriptions, and all channels together.
            await("the key").atMost(AT_ONCE).until(() -> "1".equals(key(channel)));
            assertEquals("1", key("timeline:direct:" + token.account().id()));
            assertEquals("1", key("timeline:public"));
            assertEquals(
                    mastodon.publishMarker("timeline:direct:" + token.account().id()), second.nextData());
            assertEquals(mastodon.publishMarker("timeline:public"), third.nextData());
            mastodon.kill(killed);
            assertTrue(third.ends());

            await("ready").until(() -> status("/q/health/ready") == 200);
            assertEquals(
                    "OK", trunkline.get("/api/v1/streaming/health").answer().body());
            assertEquals(1, trunkline.metrics().get("dependency_up{name=\"redis\"}"));
            assertEquals(reconnects + 1, trunkline.metrics().get("redis_reconnects_total"));
            try (EventStream fresh = trunkline.stream("/user", token)) {
                assertEquals(mastodon.publishMarker(channel), fresh.nextData());
            }
        }
    }

    /** Nothing is refused, nothing is closed, and no answer comes. */
    @Test
    void aSilentRedisIsNoticed() throws IOException {
        Token token = mastodon.reader();
        String channel = "timeline:" + token.account().id();
        try (EventStream stream = trunkline.stream("/user", token)) {
            mastodon.redisServer().suspend();
            try {
                assertUnavailable();
                await("ready fails").atMost(Duration.ofSeconds(30)).until(() -> status("/q/health/ready") == 503);
                assertUnavailable();
            } finally {
                mastodon.redisServer().resume();
            }
            mastodon.forgetConnections();
            assertComesBack(stream, channel);
            await("the key").atMost(AT_ONCE).until(() -> "1".equals(key(channel)));
        }
    }

    private void assertComesBack(EventStream stream, String channel) {
        await("subscribed again").atMost(COMES_BACK).until(() -> mastodon.publish(channel, "delete", "\"back\"") == 1);
        assertEquals("back", stream.nextData());
    }

    private void assertUnavailable() {
        HttpAnswer answer = trunkline
                .get("/api/v1/streaming/user")
                .bearer(mastodon.reader())
                .answer();
        assertEquals(503, answer.status());
        assertEquals("{\"error\":\"An unexpected error occurred\"}", answer.body());
        assertEquals("application/json", answer.mediaType());
        assertTrue(Integer.parseInt(answer.header("Retry-After")) > 0);
    }

    private String key(String channel) {
        return mastodon.redis().text("GET", "subscribed:" + channel);
    }

    private int status(String path) {
        return trunkline.get(path).answer().status();
    }
}

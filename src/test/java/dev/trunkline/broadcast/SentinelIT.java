package dev.trunkline.broadcast;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.trunkline.harness.ClientTransport;
import dev.trunkline.harness.EventStream;
import dev.trunkline.harness.InstalledRedis;
import dev.trunkline.harness.Mastodon;
import dev.trunkline.harness.NeedsTool;
import dev.trunkline.harness.RedisClient;
import dev.trunkline.harness.ResumingClient;
import dev.trunkline.harness.Token;
import dev.trunkline.harness.Trunkline;
import dev.trunkline.harness.WireTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Three Sentinels, a master and a replica, with one password for the Sentinels and one for the others; the master fails. */
@WireTest
@NeedsTool("redis-server")
class SentinelIT {

    private static final String REDIS_SECRET = "opensesame";
    private static final String SENTINEL_SECRET = "abracadabra";
    private static final Duration FAILOVER = Duration.ofSeconds(60);
    private static final int EVENTS = 50;

    /** A process whose clients have ids stays for them. */
    private static final List<String> SETTINGS =
            List.of("trunkline.shutdown-spread=0", "trunkline.reconnect-spread=10ms");

    private final Mastodon mastodon;

    SentinelIT(Mastodon mastodon) {
        this.mastodon = mastodon;
    }

    @Test
    void streamsFollowTheMaster() throws IOException {
        String[] passwords = {"requirepass " + REDIS_SECRET, "masterauth " + REDIS_SECRET};
        try (InstalledRedis master = InstalledRedis.start(passwords);
                InstalledRedis replica =
                        InstalledRedis.start(passwords[0], passwords[1], "replicaof 127.0.0.1 " + master.port());
                InstalledRedis first = sentinelOf(master);
                InstalledRedis second = sentinelOf(master);
                InstalledRedis third = sentinelOf(master)) {
            List<InstalledRedis> sentinels = List.of(first, second, third);
            await("the Sentinels know each other and the replica")
                    .atMost(FAILOVER)
                    .until(() -> sentinels.stream().allMatch(SentinelIT::isReady));
            Token token = mastodon.reader();
            String channel = "timeline:" + token.account().id();
            try (Trunkline trunkline = Trunkline.start(mastodon, SETTINGS, variables(sentinels));
                    EventStream stream = trunkline.stream("/user", token);
                    ResumingClient withIds = new ResumingClient(ClientTransport.EVENT_STREAM, token, "user")) {
                withIds.open(trunkline.port());
                try (RedisClient publisher = loggedIn(master)) {
                    publish(publisher, channel, "before");
                    assertEquals("before", stream.nextData());
                    assertEquals("before", withIds.next().data());
                }
                String before = withIds.lastId();

                master.kill();
                // A replica that becomes the master closes its connections, that of the one who asks too.
                await("a new master")
                        .atMost(FAILOVER)
                        .ignoreException(UncheckedIOException.class)
                        .until(() -> isMaster(replica));
                try (RedisClient publisher = loggedIn(replica)) {
                    await("subscribed again").atMost(FAILOVER).until(() -> publish(publisher, channel, "after") == 1);
                    assertEquals("after", stream.nextData());
                    for (int i = 0; i < EVENTS; i++) {
                        assertEquals(1, publish(publisher, channel, "event" + i));
                    }
                    for (int i = 0; i < EVENTS; i++) {
                        assertEquals("event" + i, stream.nextData());
                    }
                    // Who can be told is told, at once and when coming back.
                    assertOutage(withIds.next());
                    assertEquals("after", withIds.next().data());
                    for (int i = 0; i < EVENTS; i++) {
                        assertEquals("event" + i, withIds.next().data());
                    }
                    assertOutage(withIds.after(before).open(trunkline.port()).next());
                    await("the key").until(() -> "1".equals(publisher.text("GET", "subscribed:" + channel)));
                }
                assertEquals(1, trunkline.metrics().get("redis_reconnects_total"));
                await("health").until(trunkline::healthy);
                assertFalse(trunkline.log().contains(REDIS_SECRET), "a password is in the log");
                assertFalse(trunkline.log().contains(SENTINEL_SECRET), "a password is in the log");
            }
        }
    }

    private static void assertOutage(ResumingClient.Got got) {
        assertEquals("events_missed", got.name());
        assertEquals("{\"reason\":\"outage\"}", got.data());
    }

    private static Map<String, String> variables(List<InstalledRedis> sentinels) {
        // No Sentinel answers at the first address.
        String hosts = Stream.concat(Stream.of(1), sentinels.stream().map(InstalledRedis::port))
                .map(port -> "127.0.0.1:" + port)
                .collect(Collectors.joining(","));
        return Map.of(
                // The harness sets REDIS_URL, which would take precedence.
                "REDIS_URL", "",
                "REDIS_SENTINELS", hosts,
                "REDIS_SENTINEL_MASTER", "mastodon",
                "REDIS_SENTINEL_PASSWORD", SENTINEL_SECRET,
                "REDIS_PASSWORD", REDIS_SECRET);
    }

    private static InstalledRedis sentinelOf(InstalledRedis master) {
        return InstalledRedis.sentinel(
                "requirepass " + SENTINEL_SECRET,
                "sentinel sentinel-pass " + SENTINEL_SECRET,
                "sentinel monitor mastodon 127.0.0.1 " + master.port() + " 2",
                "sentinel auth-pass mastodon " + REDIS_SECRET,
                "sentinel down-after-milliseconds mastodon 2000",
                "sentinel failover-timeout mastodon 5000");
    }

    private static boolean isReady(InstalledRedis sentinel) {
        try (RedisClient client = sentinel.connect()) {
            client.text("AUTH", SENTINEL_SECRET);
            List<String> master = client.texts("SENTINEL", "MASTER", "mastodon");
            return "2".equals(master.get(master.indexOf("num-other-sentinels") + 1))
                    && "1".equals(master.get(master.indexOf("num-slaves") + 1));
        }
    }

    private static RedisClient loggedIn(InstalledRedis redis) {
        RedisClient client = redis.connect();
        client.text("AUTH", REDIS_SECRET);
        return client;
    }

    private static boolean isMaster(InstalledRedis redis) {
        try (RedisClient client = loggedIn(redis)) {
            return client.texts("ROLE").get(0).equals("master");
        }
    }

    private static long publish(RedisClient publisher, String channel, String id) {
        return publisher.publish(channel, ("{\"event\":\"delete\",\"payload\":\"" + id + "\"}").getBytes(UTF_8));
    }
}

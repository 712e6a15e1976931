package dev.trunkline.broadcast;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.trunkline.harness.EventStream;
import dev.trunkline.harness.Mastodon;
import dev.trunkline.harness.TcpProxy;
import dev.trunkline.harness.Token;
import dev.trunkline.harness.Trunkline;
import dev.trunkline.harness.WireTest;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The network to Redis loses packets without closing connections; connections from before the failure stay dead. */
@WireTest
class RedisPartitionIT {

    private static final Duration BOUND = Duration.ofSeconds(45);

    private final Mastodon mastodon;

    RedisPartitionIT(Mastodon mastodon) {
        this.mastodon = mastodon;
    }

    @Test
    void everythingWorksAgainAfterThePartition() throws IOException {
        Token token = mastodon.reader();
        String channel = "timeline:" + token.account().id();
        try (TcpProxy proxy = TcpProxy.to(
                        mastodon.redisServer().host(), mastodon.redisServer().port());
                Trunkline trunkline =
                        Trunkline.start(mastodon, List.of("quarkus.redis.hosts=redis://127.0.0.1:" + proxy.port()));
                EventStream stream = trunkline.stream("/user", token)) {
            // From here on every connection to Redis, in use or in the pool, is silent.
            proxy.silence();
            assertEquals(
                    503,
                    trunkline
                            .get("/api/v1/streaming/user")
                            .bearer(mastodon.reader())
                            .answer()
                            .status());
            proxy.restore();
            // Redis still counts the old connection's subscription, whose messages are lost.
            await("subscribed again").atMost(BOUND).until(() -> mastodon.publish(channel, "delete", "\"again\"") > 1);
            assertEquals("again", stream.nextData());
            Token other = mastodon.reader();
            try (EventStream second = trunkline.stream("/user", other)) {
                assertEquals(
                        "1",
                        mastodon.redis()
                                .text(
                                        "GET",
                                        "subscribed:timeline:" + other.account().id()));
                assertEquals(
                        mastodon.publishMarker("timeline:" + other.account().id()), second.nextData());
            }
        }
    }
}

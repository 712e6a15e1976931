package dev.trunkline.broadcast;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trunkline.demo.FreePort;
import dev.trunkline.demo.RedisProcess;
import dev.trunkline.harness.RedisClient;
import io.quarkus.runtime.ShutdownEvent;
import io.vertx.core.Vertx;
import io.vertx.redis.client.RedisOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract, with an embedded Redis. */
class RedisBroadcasterTest extends BroadcasterContract {

    private static Vertx vertx;
    private static RedisProcess redis;

    private final List<RedisBroadcaster> started = new ArrayList<>();
    private RedisBroadcaster broadcaster;

    @BeforeAll
    static void startRedis(@TempDir Path directory) throws IOException {
        vertx = Vertx.vertx();
        redis = new RedisProcess(directory, FreePort.find());
        redis.start();
    }

    @AfterAll
    static void stopRedis() throws IOException {
        redis.stop();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @BeforeEach
    void start() {
        broadcaster = another();
    }

    @Override
    RedisBroadcaster another() {
        RedisBroadcaster another =
                RedisServersFixture.broadcaster(vertx, new RedisOptions().setConnectionString(redis.url()));
        started.add(another);
        await().until(another::connected);
        return another;
    }

    @AfterEach
    void stop() {
        started.forEach(one -> one.stop(new ShutdownEvent()));
        await("the connections are closed").until(() -> started.stream().noneMatch(RedisBroadcaster::connected));
    }

    @Override
    Broadcaster broadcaster() {
        return broadcaster;
    }

    @Override
    void publish(Channel channel, String message) throws IOException {
        try (RedisClient client = client()) {
            client.publish(channel.name(), message.getBytes(UTF_8));
        }
    }

    @Override
    void disconnect() throws IOException {
        redis.stop();
    }

    @Override
    void connect() throws IOException {
        redis.start();
    }

    private static RedisClient client() throws IOException {
        return new RedisClient(redis.host(), redis.port());
    }

    @Test
    void aChannelThatRedisRefusesIsUnavailableUntilItIsOpenedAgain() throws IOException {
        Channel channel = Channel.ofStream("timeline:hashtag:refused");
        try (RedisClient client = client()) {
            client.text("ACL", "SETUSER", "default", "resetchannels", "&timeline:public");
            try {
                Broadcaster.OpenChannel refused = broadcaster.open(channel, event -> {});
                BroadcasterUnavailable failure =
                        assertThrows(BroadcasterUnavailable.class, () -> awaitConfirmed(refused));
                assertEquals("Redis refused to subscribe", failure.getMessage());
                refused.close();
            } finally {
                client.text("ACL", "SETUSER", "default", "allchannels");
            }
        }
        Broadcaster.OpenChannel open = broadcaster.open(channel, event -> {});
        awaitConfirmed(open);
        open.close();
    }

    /** Redis stays, but closes the connection. */
    @Test
    void aConnectionThatIsCutIsReplaced() throws IOException {
        CountDownLatch resubscribed = new CountDownLatch(1);
        broadcaster.afterResubscription(resubscribed::countDown);
        try (RedisClient client = client()) {
            client.number("CLIENT", "KILL", "TYPE", "pubsub");
        }
        await().until(() -> resubscribed.getCount() == 0);
        assertTrue(broadcaster.connected());
        awaitConfirmed(broadcaster.open(Channel.ofStream("timeline:1"), event -> {}));
    }
}

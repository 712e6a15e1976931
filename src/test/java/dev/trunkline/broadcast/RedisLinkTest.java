package dev.trunkline.broadcast;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.trunkline.harness.ScriptedRedis;
import dev.trunkline.harness.ScriptedRedis.Form;
import io.vertx.core.Vertx;
import io.vertx.redis.client.RedisOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How often a server is asked for the patterns that loses each connection over it. */
class RedisLinkTest {

    private static final String BY_NAME = "connections are lost over it";
    private static final String BY_PATTERN = "";

    private final Vertx vertx = Vertx.vertx();
    private final BroadcastLoop loop = BroadcastLoop.deploy(vertx);
    private final AtomicLong now = new AtomicLong();

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void aServerThatLosesConnectionsOverPatternsIsAskedOnceInAnHour() throws IOException {
        AtomicBoolean knowsPatterns = new AtomicBoolean();
        try (ScriptedRedis redis = ScriptedRedis.start(
                Form.ARRAY,
                question -> question.name().equals("PSUBSCRIBE") && !knowsPatterns.get()
                        ? Optional.of("no answer of Redis's")
                        : Optional.empty())) {
            Ways ways = new Ways();
            RedisLink link = RedisServersFixture.link(
                    vertx,
                    loop,
                    new RedisOptions().setConnectionString("redis://127.0.0.1:" + redis.port()),
                    ways,
                    now::get);
            ways.awaitNext(BY_NAME);
            assertEquals(2, asked(redis));

            for (int i = 0; i < 3; i++) {
                now.addAndGet(Duration.ofMinutes(19).toNanos());
                redis.cut();
                ways.awaitNext(BY_NAME);
            }
            assertEquals(2, asked(redis));

            now.addAndGet(Duration.ofMinutes(3).toNanos());
            redis.cut();
            ways.awaitNext(BY_NAME);
            assertEquals(3, asked(redis), "the hour is over, and another begins");
            redis.cut();
            ways.awaitNext(BY_NAME);
            assertEquals(3, asked(redis));

            knowsPatterns.set(true);
            now.addAndGet(Duration.ofHours(1).toNanos());
            redis.cut();
            ways.awaitNext(BY_PATTERN);
            redis.cut();
            ways.awaitNext(BY_PATTERN);
            assertEquals(5, asked(redis));
            loop.queue(link::close);
        }
    }

    private static long asked(ScriptedRedis redis) {
        return redis.commands().stream()
                .filter(command -> command.startsWith("PSUBSCRIBE"))
                .count();
    }

    /** Notes of each connection that is there how it gets the system channels. */
    private static final class Ways implements RedisLink.Handler {

        private final List<String> ways = new CopyOnWriteArrayList<>();
        private int seen;

        /** Waits for the next connection. */
        void awaitNext(String way) {
            seen++;
            await().until(() -> ways.size() == seen);
            assertEquals(way, ways.get(seen - 1));
        }

        @Override
        public void connected(boolean again, @Nullable String refusal) {
            ways.add(refusal == null ? BY_PATTERN : refusal);
        }

        @Override
        public void lost(String reason) {}

        @Override
        public void message(String channel, byte[] payload) {}

        @Override
        public void matched(String channel, byte[] payload) {}

        @Override
        public void answered(String channel, int subscribedChannels) {}

        @Override
        public void refused(List<String> channels, String answer) {}
    }
}

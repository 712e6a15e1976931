package dev.trunkline.broadcast;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trunkline.harness.ScriptedRedis;
import dev.trunkline.harness.ScriptedRedis.Form;
import dev.trunkline.redis.RedisCommand;
import dev.trunkline.redis.RedisConnector;
import dev.trunkline.redis.RedisEndpoint;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CommandConnectionTest {

    private final Vertx vertx = Vertx.vertx();
    private final Context loop = vertx.getOrCreateContext();
    private final AtomicLong now = new AtomicLong();

    private final ScriptedRedis redis = ScriptedRedis.start(
            Form.ARRAY,
            question -> question.words().contains("refused")
                    ? Optional.of("-READONLY You can't write against a read only replica.")
                    : Optional.empty());

    private final CommandConnection connection = onLoop(() -> new CommandConnection(
            new RedisConnector(
                    vertx, new NetClientOptions(), RedisEndpoint.of("redis://127.0.0.1:" + redis.port(), 1, null)),
            now::get));

    @AfterEach
    void stop() {
        redis.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private <T> T onLoop(Supplier<T> action) {
        CompletableFuture<T> result = new CompletableFuture<>();
        loop.runOnContext(go -> result.complete(action.get()));
        return result.join();
    }

    private static List<RedisCommand> set(String... keys) {
        return List.of(keys).stream()
                .map(key -> RedisCommand.of("SET", key, "1"))
                .toList();
    }

    private Future<?> send(String... keys) {
        return onLoop(() -> connection.send(set(keys)));
    }

    private boolean usable() {
        return onLoop(connection::usable);
    }

    @Test
    void manyListsAreSentInTheirOrder() {
        List<String> keys =
                IntStream.range(0, 1_000).mapToObj(number -> "key" + number).toList();
        List<Future<?>> answers = onLoop(() -> keys.stream()
                .<Future<?>>map(key -> connection.send(set(key, "also")))
                .toList());
        Future.all(answers).toCompletionStage().toCompletableFuture().join();
        assertEquals(
                keys,
                redis.commands().stream()
                        .filter(command -> command.startsWith("SET key"))
                        .map(command -> command.replaceAll("SET ([^ ]*) .*", "$1"))
                        .toList());
    }

    @Test
    void aRefusalIsInTheServersWordsAndEndsNothing() {
        Future<?> refused = send("a", "refused", "b");
        Future<?> next = send("c");
        await().until(next::isComplete);
        assertEquals(
                "READONLY You can't write against a read only replica.",
                refused.cause().getMessage());
        assertTrue(next.succeeded());
        assertTrue(usable());
    }

    @Test
    void afterAMinuteWithoutUseItIsReplaced() {
        await().until(send("a")::succeeded);
        now.addAndGet(Duration.ofSeconds(59).toNanos());
        assertTrue(usable());
        await().until(send("b")::succeeded);
        now.addAndGet(Duration.ofSeconds(59).toNanos());
        assertTrue(usable());
        now.addAndGet(Duration.ofSeconds(2).toNanos());
        assertFalse(usable());
    }

    @Test
    void oneThatTheServerHasClosedIsReplaced() {
        await().until(send("a")::succeeded);
        redis.close();
        await().until(() -> !usable());
        Future<?> late = send("b");
        await().until(late::isComplete);
        assertEquals("the connection was closed", late.cause().getMessage());
    }
}

package dev.trunkline.deploy;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trunkline.harness.ClientTransport;
import dev.trunkline.harness.Mastodon;
import dev.trunkline.harness.NeedsTool;
import dev.trunkline.harness.RedisClient;
import dev.trunkline.harness.ResumingClient;
import dev.trunkline.harness.ResumingClient.Got;
import dev.trunkline.harness.Token;
import dev.trunkline.harness.Trunkline;
import dev.trunkline.harness.WireTest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two processes behind nginx are replaced one after the other, and no client misses anything (protocol, section 12). */
@WireTest
@NeedsTool("nginx")
class DeploymentIT {

    private static final int CLIENTS = 200;
    private static final int ACCOUNTS = 40;
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final List<String> SETTINGS = List.of(
            "trunkline.shutdown-spread=1s",
            "trunkline.reconnect-spread=2s",
            "trunkline.limits.subscriptions-per-minute=100000");

    private final Mastodon mastodon;
    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicInteger published = new AtomicInteger();
    private final AtomicInteger returns = new AtomicInteger();
    private final AtomicInteger first = new AtomicInteger();

    DeploymentIT(Mastodon mastodon) {
        this.mastodon = mastodon;
    }

    @Test
    void nobodyMissesAnything(@TempDir Path directory) throws Exception {
        List<Token> tokens =
                IntStream.range(0, ACCOUNTS).mapToObj(i -> mastodon.reader()).toList();
        Trunkline one = Trunkline.start(mastodon, SETTINGS);
        Trunkline two = Trunkline.start(mastodon, SETTINGS);
        try (Nginx nginx = Nginx.start(directory, one.port(), two.port())) {
            List<CompletableFuture<Integer>> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                Token token = tokens.get(i % ACCOUNTS);
                ClientTransport transport =
                        i / ACCOUNTS % 2 == 0 ? ClientTransport.EVENT_STREAM : ClientTransport.WEB_SOCKET;
                clients.add(inBackground(() -> listen(nginx.port(), transport, token)));
            }
            CompletableFuture<Void> publisher =
                    CompletableFuture.runAsync(() -> publishUntilOver(tokens), task -> new Thread(task).start());
            await("all clients")
                    .atMost(PATIENCE)
                    .until(() -> first.get() == CLIENTS || clients.stream().anyMatch(CompletableFuture::isDone));
            for (CompletableFuture<Integer> client : clients) {
                assertFalse(client.isDone(), () -> "Ended with " + client.join());
            }
            one = replace(one);
            two = replace(two);
            over.set(true);
            publisher.get();
            Map<String, Long> unknown = Map.of("one", unknown(one), "two", unknown(two));
            for (CompletableFuture<Integer> client : clients) {
                assertEquals(
                        published.get(),
                        client.handle((end, gap) -> gap == null ? end : -1).get(),
                        unknown::toString);
            }
            assertTrue(returns.get() >= CLIENTS, () -> returns + " came back");
        } finally {
            over.set(true);
            one.close();
            two.close();
        }
    }

    private static long unknown(Trunkline process) {
        return process.metrics().get("replays_total{outcome=\"unknown_id\"}");
    }

    private Trunkline replace(Trunkline former) throws Exception {
        former.process().destroy();
        await("the end").atMost(PATIENCE).until(() -> !former.process().isAlive());
        return Trunkline.start(mastodon, SETTINGS, Map.of("PORT", Integer.toString(former.port())));
    }

    /** The same numbers for all accounts, some ten a second; the last is negative. */
    private void publishUntilOver(List<Token> tokens) {
        try (RedisClient redis = mastodon.connectToRedis()) {
            while (true) {
                boolean last = over.get();
                int number = last ? -1 : published.getAndIncrement();
                for (Token token : tokens) {
                    redis.number(
                            "PUBLISH",
                            "timeline:" + token.account().id(),
                            "{\"event\":\"delete\",\"payload\":\"" + number + "\"}");
                }
                if (last) {
                    return;
                }
                Thread.sleep(100);
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Counts until the last number, and comes back when the server ends the stream; fails at a gap. */
    private int listen(int port, ClientTransport transport, Token token) {
        try (ResumingClient client = new ResumingClient(transport, token, "user").open(port)) {
            int next = -1;
            while (true) {
                Got got = client.nextUnlessEnded();
                if (got == null) {
                    Thread.sleep(client.pause());
                    client.open(port);
                    returns.incrementAndGet();
                    continue;
                }
                assertEquals("delete", got.name(), got.data());
                int number = Integer.parseInt(got.data());
                if (number < 0) {
                    return next;
                }
                if (next < 0) {
                    first.incrementAndGet();
                } else {
                    assertEquals(next, number);
                }
                next = number + 1;
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static CompletableFuture<Integer> inBackground(Supplier<Integer> client) {
        return CompletableFuture.supplyAsync(client, task -> new Thread(task).start());
    }
}

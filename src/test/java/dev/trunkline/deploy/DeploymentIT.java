package dev.trunkline.deploy;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trunkline.demo.FreePort;
import dev.trunkline.harness.ClientTransport;
import dev.trunkline.harness.Mastodon;
import dev.trunkline.harness.NeedsTool;
import dev.trunkline.harness.ResumingClient;
import dev.trunkline.harness.ResumingClient.Got;
import dev.trunkline.harness.Ticker;
import dev.trunkline.harness.Token;
import dev.trunkline.harness.Trunkline;
import dev.trunkline.harness.WireTest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
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

    /** Comes last. */
    private static final long END = -1;

    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final List<String> SETTINGS = List.of(
            "trunkline.shutdown-spread=1s",
            "trunkline.reconnect-spread=2s",
            "trunkline.limits.subscriptions-per-minute=100000");

    private final Mastodon mastodon;
    private final AtomicInteger returns = new AtomicInteger();
    private final AtomicInteger first = new AtomicInteger();

    DeploymentIT(Mastodon mastodon) {
        this.mastodon = mastodon;
    }

    @Test
    void nobodyMissesAnything(@TempDir Path directory) throws Exception {
        List<Token> tokens =
                IntStream.range(0, ACCOUNTS).mapToObj(i -> mastodon.reader()).toList();
        Trunkline one = start(FreePort.find());
        Trunkline two = start(FreePort.find());
        List<String> channels =
                tokens.stream().map(token -> "timeline:" + token.account().id()).toList();
        try (Nginx nginx = Nginx.start(directory, one.port(), two.port());
                Ticker ticker = new Ticker(mastodon, channels, PAUSE, Ticker::deletion)) {
            List<CompletableFuture<Long>> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                Token token = tokens.get(i % ACCOUNTS);
                ClientTransport transport =
                        i / ACCOUNTS % 2 == 0 ? ClientTransport.EVENT_STREAM : ClientTransport.WEB_SOCKET;
                clients.add(inBackground(() -> listen(nginx.port(), transport, token)));
            }
            await("all clients")
                    .atMost(PATIENCE)
                    .until(() -> first.get() == CLIENTS || clients.stream().anyMatch(CompletableFuture::isDone));
            for (CompletableFuture<Long> client : clients) {
                assertFalse(client.isDone(), () -> "Ended with " + client.join());
            }
            one = replace(one);
            two = replace(two);
            ticker.stop();
            channels.forEach(channel -> mastodon.publish(channel, Ticker.deletion(END)));
            for (CompletableFuture<Long> client : clients) {
                assertEquals(ticker.last(), client.get());
            }
            assertTrue(returns.get() >= CLIENTS, () -> returns + " came back");
        } finally {
            one.close();
            two.close();
        }
    }

    private Trunkline replace(Trunkline former) throws Exception {
        former.process().destroy();
        await("the end").atMost(PATIENCE).until(() -> !former.process().isAlive());
        return start(former.port());
    }

    private Trunkline start(int port) {
        return Trunkline.start(mastodon, SETTINGS, Map.of("PORT", Integer.toString(port)));
    }

    /**
     * Counts until the end, and comes back when the server ends the stream, after the pause that the server has asked for, as a browser
     * does; fails at a gap. Returns the last number.
     */
    private long listen(int port, ClientTransport transport, Token token) {
        try (ResumingClient client = new ResumingClient(transport, token, "user").open(port)) {
            long last = 0;
            while (true) {
                Got got = client.nextUnlessEnded();
                if (got == null) {
                    Thread.sleep(client.pause());
                    client.open(port);
                    returns.incrementAndGet();
                    continue;
                }
                assertEquals("delete", got.name(), got.data());
                long number = Long.parseLong(got.data());
                if (number == END) {
                    return last;
                }
                if (last == 0) {
                    first.incrementAndGet();
                } else {
                    assertEquals(last + 1, number);
                }
                last = number;
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static CompletableFuture<Long> inBackground(Supplier<Long> client) {
        return CompletableFuture.supplyAsync(client, task -> new Thread(task).start());
    }
}

package dev.trunkline.deploy;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trunkline.harness.EventStream;
import dev.trunkline.harness.HttpAnswer;
import dev.trunkline.harness.Mastodon;
import dev.trunkline.harness.NeedsTool;
import dev.trunkline.harness.Request;
import dev.trunkline.harness.Token;
import dev.trunkline.harness.Trunkline;
import dev.trunkline.harness.WebSocketClient;
import dev.trunkline.harness.WireTest;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The site of deploy/nginx tries the other process if one responds with 503, and forwards the response if both do. */
@WireTest
@NeedsTool("nginx")
class NginxRetryIT {

    private static final String STREAMING = "/api/v1/streaming";
    private static final int EACH = 4;

    /** Clients of one process wait for the end of the other. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Mastodon mastodon;

    NginxRetryIT(Mastodon mastodon) {
        this.mastodon = mastodon;
    }

    /** A client's connection. */
    private interface Client extends AutoCloseable {

        /** The data of the next events, which nginx may join; empty when the server ends the connection. */
        List<String> next();

        @Override
        void close();
    }

    private static Request get(Nginx nginx, String target, Token token) {
        return new Request(nginx.port(), "GET", STREAMING + target).bearer(token);
    }

    private static Client stream(Nginx nginx, Token token) {
        EventStream stream = get(nginx, "/user", token).stream();
        return new Client() {
            @Override
            public List<String> next() {
                assertTrue(stream.socket().available(PATIENCE));
                String data = "data: ";
                return stream.record()
                        .lines()
                        .filter(line -> line.startsWith(data))
                        .map(line -> line.substring(data.length()))
                        .toList();
            }

            @Override
            public void close() {
                stream.close();
            }
        };
    }

    private static Client socket(Nginx nginx, Token token) {
        WebSocketClient socket =
                get(nginx, "?stream=user", token).upgrade().webSocket().settle();
        return new Client() {
            @Override
            public List<String> next() {
                assertTrue(socket.socket().available(PATIENCE));
                WebSocketClient.Frame frame = socket.frame();
                return frame.opcode() == WebSocketClient.CLOSE
                        ? List.of()
                        : List.of(new JsonObject(frame.text()).getString("payload"));
            }

            @Override
            public void close() {
                socket.close();
            }
        };
    }

    /** The data of the first two events. Reconnects when the server ends the connection; fails if it is refused. */
    private static List<String> firstTwo(Supplier<Client> open, AtomicInteger opened) {
        List<String> data = new ArrayList<>();
        Client client = open.get();
        opened.incrementAndGet();
        try {
            while (data.size() < 2) {
                List<String> next = client.next();
                data.addAll(next);
                if (next.isEmpty()) {
                    client.close();
                    client = open.get();
                    opened.incrementAndGet();
                }
            }
            return data;
        } finally {
            client.close();
        }
    }

    @Test
    void clientsOfAProcessThatDrainsComeBackToTheOther(@TempDir Path directory) throws Exception {
        Token token = mastodon.reader();
        String channel = "timeline:" + token.account().id();
        List<String> settings = List.of("trunkline.shutdown-spread=3s", "trunkline.heartbeat.interval=1h");
        try (Trunkline first = Trunkline.start(mastodon, settings);
                Trunkline second = Trunkline.start(mastodon, settings);
                Nginx nginx = Nginx.start(directory, first.port(), second.port())) {
            AtomicInteger opened = new AtomicInteger();
            List<CompletableFuture<List<String>>> clients = new ArrayList<>();
            for (int i = 0; i < EACH; i++) {
                clients.add(inBackground(() -> firstTwo(() -> stream(nginx, token), opened)));
                clients.add(inBackground(() -> firstTwo(() -> socket(nginx, token), opened)));
            }
            await().until(() -> opened.get() == 2 * EACH);
            assertEquals(EACH, clients(first));

            first.process().destroy();
            // nginx tries the process with the fewest streams first: the one that ends, which refuses.
            await().until(() -> opened.get() > 2 * EACH);
            assertTrue(first.metrics().get("connections_refused_total{reason=\"unavailable\"}") > 0);
            await().until(() -> opened.get() == 3 * EACH || clients.stream().anyMatch(CompletableFuture::isDone));
            List<String> markers = List.of(mastodon.publishMarker(channel), mastodon.publishMarker(channel));
            for (CompletableFuture<List<String>> client : clients) {
                assertEquals(markers, client.join());
            }
            assertEquals(3 * EACH, opened.get());
        }
    }

    private static long clients(Trunkline process) {
        return process.metrics().sum("connected_clients");
    }

    private static CompletableFuture<List<String>> inBackground(Supplier<List<String>> client) {
        return CompletableFuture.supplyAsync(client, task -> new Thread(task).start());
    }

    @Test
    void aFullProcessIsSkippedAndTwoFullOnesAreAnError(@TempDir Path directory) throws Exception {
        Token token = mastodon.reader();
        List<String> settings = List.of("trunkline.limits.connections=1", "trunkline.shutdown-spread=0s");
        try (Trunkline first = Trunkline.start(mastodon, settings);
                Trunkline second = Trunkline.start(mastodon, settings);
                Nginx nginx = Nginx.start(directory, first.port(), second.port());
                // nginx does not know of this one and counts both as equal.
                EventStream full = first.stream("/user", token)) {
            for (int i = 0; i < 4; i++) {
                stream(nginx, token).close();
                await().until(() -> clients(second) == 0);
                socket(nginx, token).close();
                await().until(() -> clients(second) == 0);
            }
            assertTrue(first.metrics().get("connections_refused_total{reason=\"process_full\"}") > 0);
            try (Client last = stream(nginx, token)) {
                // Repeatedly: nginx must not mark either as failed.
                for (int i = 0; i < 4; i++) {
                    HttpAnswer stream = get(nginx, "/user", token).answer();
                    assertFull(stream);
                    assertEquals("{\"error\":\"Too many connections\"}", stream.body());
                    HttpAnswer socket =
                            get(nginx, "?stream=user", token).upgrade().refusal();
                    assertFull(socket);
                    assertEquals("Too many connections", socket.header("X-Error-Message"));
                }
                String marker =
                        mastodon.publishMarker("timeline:" + token.account().id());
                assertEquals(List.of(marker), last.next());
                assertEquals(marker, full.nextData());
            }
        }
    }

    private static void assertFull(HttpAnswer answer) {
        assertEquals(503, answer.status(), answer::toString);
        assertEquals("5", answer.header("Retry-After"));
    }
}

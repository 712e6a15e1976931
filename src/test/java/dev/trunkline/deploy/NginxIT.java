package dev.trunkline.deploy;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trunkline.harness.Account;
import dev.trunkline.harness.EventStream;
import dev.trunkline.harness.Mastodon;
import dev.trunkline.harness.NeedsTool;
import dev.trunkline.harness.Request;
import dev.trunkline.harness.Token;
import dev.trunkline.harness.Tool;
import dev.trunkline.harness.Trunkline;
import dev.trunkline.harness.WebSocketClient;
import dev.trunkline.harness.WireTest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** The site of deploy/nginx in front of two processes that share one Redis, as clients and the log see it. */
@WireTest(settings = "trunkline.shutdown-spread=0s")
@NeedsTool("nginx")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class NginxIT {

    private static final String STREAMING = "/api/v1/streaming";

    private final Trunkline first;
    private final Mastodon mastodon;

    private Trunkline second;
    private Nginx nginx;

    NginxIT(Trunkline first, Mastodon mastodon) {
        this.first = first;
        this.mastodon = mastodon;
    }

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        second = Trunkline.start(mastodon, List.of("trunkline.shutdown-spread=0s"));
        nginx = Nginx.start(directory, first.port(), second.port());
    }

    @AfterAll
    void stop() throws Exception {
        nginx.close();
        second.close();
    }

    private Request get(String target, Token token) {
        return new Request(nginx.port(), "GET", STREAMING + target).bearer(token);
    }

    private void awaitNobody() {
        await().untilAsserted(() -> assertEquals(0, clients(first) + clients(second)));
    }

    private long clients(Trunkline process) {
        return process.metrics().sum("connected_clients");
    }

    @Test
    void everybodySeesEachEventOnceAndAtOnce() {
        Account account = mastodon.account();
        Token token = mastodon.token(account, "read");
        String channel = "timeline:" + account.id();
        // Connections of earlier tests would count: nginx chooses the process with the fewest.
        awaitNobody();
        List<EventStream> streams = new ArrayList<>();
        List<WebSocketClient> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < 4; i++) {
                // Returns when the prelude has been read.
                streams.add(get("/user", token).stream());
                sockets.add(get("?stream=user", token).upgrade().webSocket().settle());
            }
            assertEquals(4, clients(first));
            assertEquals(4, clients(second));
            for (int i = 0; i < 5; i++) {
                String marker = mastodon.publishMarker(channel);
                // A buffered event would not arrive, since nothing follows it; a second copy would be the next event.
                for (EventStream stream : streams) {
                    assertEquals(marker, stream.nextData());
                }
                for (WebSocketClient socket : sockets) {
                    assertEquals(marker, socket.next().payload());
                }
            }
        } finally {
            streams.forEach(EventStream::close);
            sockets.forEach(WebSocketClient::close);
        }
        // nginx closes its connections to the processes when the clients leave.
        awaitNobody();
    }

    @Test
    void theLogHasTheClientsAddress() {
        Token token = mastodon.reader();
        String id;
        // Whatever the client claims.
        try (EventStream stream = get("/user", token)
                .header("X-Test-Address", "203.0.113.9")
                .header("X-Forwarded-For", "198.51.100.7")
                .stream()) {
            id = stream.head().header("X-Request-Id");
        }
        await().untilAsserted(() -> assertTrue(
                (first.log() + second.log())
                        .lines()
                        .anyMatch(line -> line.contains(id) && line.contains(" client=203.0.113.9 ")),
                second::log));
    }

    @Test
    @Order(Integer.MAX_VALUE)
    void clientsOfAProcessThatEndsComeBackToTheOther() {
        Token token = mastodon.reader();
        String channel = "timeline:" + token.account().id();
        second.stop();
        // Enough of them that nginx also chooses the process that has ended.
        for (int i = 0; i < 4; i++) {
            try (EventStream stream = get("/user", token).stream()) {
                assertEquals(mastodon.publishMarker(channel), stream.nextData());
            }
        }
    }

    @Test
    void aRefusalIsForwarded() {
        assertEquals(
                401,
                new Request(nginx.port(), "GET", STREAMING + "/user").answer().status());
        assertEquals(
                "OK",
                new Request(nginx.port(), "GET", STREAMING + "/health").answer().body());
    }

    @Test
    void nginxAcceptsItAndDetectsMistakes(@TempDir Path directory) throws Exception {
        Path configuration = Nginx.configure(directory, nginx.port(), first.port(), second.port());
        Tool right = Nginx.test(configuration);
        assertEquals(0, right.status(), right::output);
        Path site = directory.resolve("streaming.conf");
        Files.writeString(site, Files.readString(site).replace("proxy_buffering", "proxy_bufering"));
        Tool wrong = Nginx.test(configuration);
        assertNotEquals(0, wrong.status(), wrong::output);
    }
}

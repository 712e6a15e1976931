package dev.trunkline.demo;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trunkline.harness.EventStream;
import dev.trunkline.harness.HttpAnswer;
import dev.trunkline.harness.Request;
import dev.trunkline.harness.SameOnEveryJdk;
import dev.trunkline.harness.WebSocketClient;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Clients lose their connections in each way, and others do not; servers are away for a while, and streams go on. Each test has viewers
 * of its own: the server may not have noticed yet that those of another have left.
 */
@SameOnEveryJdk
@QuarkusTest
@WithTestResource(DemoServersResource.class)
class ControlRoutesTest {

    /** Longer than between two heartbeats. */
    private static final Duration QUIET = Duration.ofMillis(2_500);

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TestHTTPResource("/")
    @SuppressWarnings("NullAway.Init")
    URI server;

    @Test
    void aCleanEndIsThatOfARestart() {
        try (EventStream stream = stream("public", "demo-chandra-read");
                WebSocketClient socket = socket("demo-chandra-read").settle();
                EventStream other = stream("public", "demo-bob-read")) {
            assertEquals(dropped("close", 2), drop("how=close&account=chandra"));
            String last = "";
            for (String record = stream.record(); !record.isEmpty(); record = stream.record()) {
                last = record;
            }
            assertTrue(last.startsWith("retry: "), last);
            assertTrue(stream.socket().ended());
            assertEquals(1001, socket.frame(WebSocketClient.CLOSE).code());
            publish("other");
            assertEquals("other", other.next().data());
        }
    }

    @Test
    void aResetIsOneOfTcp() {
        try (EventStream stream = stream("public", "demo-alice-read");
                WebSocketClient socket = socket("demo-alice-read").settle();
                EventStream other = stream("public", "demo-alice-statuses")) {
            assertEquals(dropped("reset", 2), drop("how=reset&token=demo-alice-read"));
            assertReset(() -> {
                while (!stream.record().isEmpty()) {
                    // Heartbeats that were on their way.
                }
            });
            assertReset(() -> {
                while (socket.frame().opcode() == WebSocketClient.PING) {
                    // As above.
                }
            });
            publish("statuses");
            assertEquals("statuses", other.next().data());
        }
    }

    @Test
    void silenceKeepsTheConnectionAndLosesWhatIsSent() {
        try (EventStream stream = stream("public/local", "demo-admin-read");
                WebSocketClient socket =
                        socket("demo-admin-read").subscribe("public:local").settle();
                EventStream other = stream("public", "demo-admin-read")) {
            assertEquals(dropped("silence", 2), drop("how=silence&account=admin&stream=public:local"));
            post("/demo/publish", "channel=timeline:public:local&event=delete&payload=lost");
            publish("here");
            assertEquals("here", other.next().data());
            // Heartbeats may have been on their way.
            String received =
                    stream.socket().untilSilent(QUIET) + socket.socket().untilSilent(Duration.ofMillis(300));
            assertFalse(received.contains("lost"), received);
            socket.send(WebSocketClient.frame(WebSocketClient.PING, new byte[0]));
            assertTrue(socket.socket().silent(Duration.ofMillis(300)));
        }
    }

    @Test
    void whatIsWrongIsSaid() {
        for (String form : List.of(
                "", "how=gently", "how=reset&account=zoe", "how=reset&stream=none", "how=reset&token=unknown")) {
            assertEquals(422, post("/demo/drop", form).status(), form);
        }
        assertEquals(dropped("reset", 0), drop("how=reset&account=emi"));
        for (String form : List.of(
                "server=redis",
                "server=redis&seconds=301",
                "server=redis&seconds=-1",
                "server=mysql&seconds=1",
                "seconds=1")) {
            assertEquals(422, post("/demo/outage", form).status(), form);
        }
    }

    @ParameterizedTest
    @CsvSource({"redis, Redis", "postgresql, PostgreSQL"})
    void aStreamOutlivesAnOutage(String name, String check) {
        try (EventStream stream = stream("public", "demo-modesta-read")) {
            try {
                assertEquals(
                        outage(name, 300), new JsonObject(takeAway(name, 300).body()));
                await(name + " is away").atMost(PATIENCE).until(() -> !isUp(check));
                HttpAnswer again = takeAway(name, 1);
                assertEquals(409, again.status());
                assertTrue(again.body().contains("seconds=0 brings it back"), again::body);
                assertFalse(isUp(check));
            } finally {
                takeAway(name, 0);
            }
            assertEquals(outage(name, 0), new JsonObject(takeAway(name, 0).body()), "It is there already");
            await(name + " is back").atMost(PATIENCE).until(() -> isUp(check));
            // Redis has it as soon as it answers; the server may subscribe a little later.
            await().atMost(PATIENCE).until(() -> {
                post("/demo/publish", "channel=timeline:public&event=delete&payload=after-" + name);
                return stream.record().contains("data: after-" + name);
            });
        }
        assertEquals(
                200,
                new Request(server.getPort(), "GET", "/api/v1/accounts/verify_credentials")
                        .header("Authorization", "Bearer demo-alice-read")
                        .answer()
                        .status(),
                "The demo's tokens are still there");
    }

    /** A page of the web must not play with a developer's clients. */
    @Test
    void otherPagesMayNot() {
        for (String path : List.of(
                "/demo/drop",
                "/demo/publish",
                "/demo/revoke",
                "/demo/speed",
                "/demo/outage",
                "/oauth/revoke?token=demo-bob-read")) {
            HttpAnswer answer =
                    request(path, "").header("Origin", "https://evil.example").answer();
            assertEquals(403, answer.status(), path);
            assertTrue(answer.body().contains("not of https://evil.example"), answer::body);
        }
        assertEquals(
                200,
                request("/oauth/revoke?token=issued-to-the-page", "")
                        .header("Origin", "https://client.example")
                        .answer()
                        .status());
        assertEquals(
                200,
                request("/demo/speed?per_second=0", "")
                        .header("Origin", "http://localhost:" + server.getPort())
                        .answer()
                        .status());
    }

    private static void assertReset(Runnable read) {
        UncheckedIOException failure = assertThrows(UncheckedIOException.class, read::run);
        SocketException reset = assertInstanceOf(SocketException.class, failure.getCause());
        assertEquals("Connection reset", reset.getMessage());
    }

    private HttpAnswer takeAway(String name, int seconds) {
        return post("/demo/outage", "server=" + name + "&seconds=" + seconds);
    }

    private static JsonObject outage(String name, int seconds) {
        return new JsonObject().put("server", name).put("seconds", seconds);
    }

    private boolean isUp(String check) {
        HttpAnswer ready = new Request(server.getPort(), "GET", "/q/health/ready").answer();
        return new JsonObject(ready.body())
                .getJsonArray("checks").stream()
                        .map(JsonObject.class::cast)
                        .anyMatch(each -> each.getString("name").equals(check)
                                && each.getString("status").equals("UP"));
    }

    private static JsonObject dropped(String how, int connections) {
        return new JsonObject().put("how", how).put("connections", connections);
    }

    private JsonObject drop(String form) {
        return new JsonObject(post("/demo/drop", form).body());
    }

    private void publish(String payload) {
        assertEquals(
                200,
                post("/demo/publish", "channel=timeline:public&event=delete&payload=" + payload)
                        .status());
    }

    private HttpAnswer post(String path, String form) {
        return request(path, form).answer();
    }

    /** The form is in the query, where routes take it, too. */
    private Request request(String path, String form) {
        return new Request(server.getPort(), "POST", path + (form.isEmpty() ? "" : "?" + form))
                .header("Content-Length", "0");
    }

    private EventStream stream(String path, String token) {
        return new Request(server.getPort(), "GET", "/api/v1/streaming/" + path)
                .header("Authorization", "Bearer " + token).stream();
    }

    private WebSocketClient socket(String token) {
        return new Request(server.getPort(), "GET", "/api/v1/streaming")
                .upgrade()
                .header("Authorization", "Bearer " + token)
                .webSocket();
    }
}

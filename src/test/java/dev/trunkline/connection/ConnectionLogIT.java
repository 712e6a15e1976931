package dev.trunkline.connection;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trunkline.harness.EventStream;
import dev.trunkline.harness.HttpAnswer;
import dev.trunkline.harness.LogTail;
import dev.trunkline.harness.Mastodon;
import dev.trunkline.harness.Token;
import dev.trunkline.harness.Trunkline;
import dev.trunkline.harness.WebSocketClient;
import dev.trunkline.harness.WireTest;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * The log has one line for each connection, when it ends, as JSON or as text, and the HTTP server's access log has one. Until then the
 * list has it.
 */
@WireTest(
        settings = {
            "trunkline.log-json=true",
            "quarkus.http.access-log.enabled=true",
            "trunkline.connection-list-token=" + ConnectionLogIT.LIST_TOKEN
        })
class ConnectionLogIT {

    static final String LIST_TOKEN = "of-the-administrators";

    private final Trunkline trunkline;
    private final Mastodon mastodon;

    ConnectionLogIT(Trunkline trunkline, Mastodon mastodon) {
        this.trunkline = trunkline;
        this.mastodon = mastodon;
    }

    /** The lines with the id of that request. */
    private static List<String> about(Trunkline process, String requestId) {
        return process.log().lines().filter(line -> line.contains(requestId)).toList();
    }

    private JsonObject only(String requestId) {
        trunkline.awaitLog(requestId);
        List<String> lines = about(trunkline, requestId);
        assertEquals(1, lines.size(), lines::toString);
        JsonObject line = new JsonObject(lines.get(0));
        assertEquals("INFO", line.getString("level"));
        assertEquals("dev.trunkline.connection.ConnectionLog", line.getString("loggerName"));
        assertTrue(line.getString("timestamp").startsWith("20"), line::encode);
        JsonObject facts = line.getJsonObject("mdc");
        double seconds = Double.parseDouble(facts.getString("seconds"));
        assertTrue(seconds >= 0 && seconds < 60, line::encode);
        return facts;
    }

    @Test
    void anEventStreamHasALine() {
        Token token = mastodon.reader();
        String account = Long.toString(token.account().id());
        String id;
        try (EventStream stream = trunkline
                .get("/api/v1/streaming/user")
                .bearer(token)
                .header("X-Forwarded-For", "192.0.2.1")
                .header("X-Forwarded-For", "203.0.113.9")
                .header("X-Forwarded-For", "10.0.0.7")
                .stream()) {
            id = stream.head().header("X-Request-Id");
            for (int i = 0; i < 3; i++) {
                assertEquals(mastodon.publishMarker("timeline:" + account), stream.nextData());
            }
        }
        JsonObject facts = only(id);
        assertEquals("client_left", facts.getString("reason"));
        assertEquals("eventsource", facts.getString("transport"));
        assertEquals("user", facts.getString("streams"));
        assertEquals("3", facts.getString("events"));
        assertEquals("203.0.113.9", facts.getString("client"));
        assertEquals(account, facts.getString("account"));
    }

    @Test
    void theListSaysWhoIsConnected() {
        Token token = mastodon.reader();
        Token other = mastodon.reader();
        long account = token.account().id();
        try (EventStream stream =
                        trunkline
                                .get("/api/v1/streaming/user")
                                .bearer(token)
                                .header("X-Forwarded-For", "203.0.113.9")
                                .stream();
                WebSocketClient socket = trunkline.webSocket("?stream=user:notification", other)) {
            assertEquals(mastodon.publishMarker("timeline:" + account), stream.nextData());
            await().until(() -> listed("?sort=account&limit=10000", other).isPresent());
            HttpAnswer answer = ask("?sort=events", "");
            assertEquals(200, answer.status());
            assertFalse(answer.body().contains(token.text()));
            JsonObject row = listed("", token).orElseThrow();
            assertEquals("eventsource", row.getString("transport"));
            assertEquals("203.0.113.9", row.getString("client"));
            assertEquals(List.of("user"), row.getJsonArray("streams").getList());
            assertEquals(1, row.getInteger("events"));
            assertEquals(0, row.getInteger("waiting_bytes"));
            assertEquals(stream.head().header("X-Request-Id"), row.getString("request"));
            assertTrue(row.getDouble("seconds") >= 0, row::encode);
            JsonObject totals = new JsonObject(answer.body()).getJsonObject("totals");
            assertTrue(totals.getInteger("accounts") >= 2, totals::encode);
            assertEquals(101, socket.head().status());
        }
    }

    @Test
    void theListIsForRequestsFromThisMachineWithItsTokenAndForNoOthers() {
        assertEquals(200, ask("?limit=0", "").status());
        assertEquals(400, ask("?sort=token", "").status());
        assertEquals(400, ask("?limit=10001", "").status());
        assertTrue(ask("", "x").body().contains("Unknown channel"));
        assertTrue(trunkline.get("/q/connections").answer().body().contains("Unknown channel"));
        for (String field : List.of("X-Forwarded-For", "Forwarded")) {
            HttpAnswer answer = trunkline
                    .get("/q/connections")
                    .header("Authorization", "Bearer " + LIST_TOKEN)
                    .header(field, "127.0.0.1")
                    .answer();
            assertTrue(answer.body().contains("Unknown channel"), field);
        }
    }

    private HttpAnswer ask(String query, String wrong) {
        return trunkline
                .get("/q/connections" + query)
                .header("Authorization", "Bearer " + LIST_TOKEN + wrong)
                .answer();
    }

    /** Empty if it is not listed, or not with its stream yet. */
    private Optional<JsonObject> listed(String query, Token token) {
        return new JsonObject(ask(query, "").body())
                .getJsonArray("connections").stream()
                        .map(JsonObject.class::cast)
                        .filter(row -> Objects.equals(
                                row.getString("account"),
                                Long.toString(token.account().id())))
                        .filter(row -> !row.getJsonArray("streams").isEmpty())
                        .findFirst();
    }

    /** The server must not have given up the channel before. */
    @Test
    void anEventStreamsLineInTheAccessLogComesAtItsEnd() {
        Token token = mastodon.reader();
        String target = "/api/v1/streaming/user?of=" + token.account().id();
        LogTail log = LogTail.of(trunkline);
        try (EventStream stream = trunkline.get(target).bearer(token).stream()) {
            assertEquals(mastodon.publishMarker("timeline:" + token.account().id()), stream.nextData());
            assertEquals(List.of(), log.lines(target));
        }
        assertEquals(1, log.await(target).size());
    }

    @Test
    void aSocketHasALineWithAllItsStreams() {
        Token token = mastodon.reader();
        try (WebSocketClient socket = trunkline.webSocket("?stream=user", token)) {
            socket.subscribe("public").subscribe("public:local").settle();
            mastodon.kill(token);
            socket.closed();
            JsonObject facts = only(socket.head().header("X-Request-Id"));
            assertEquals("killed", facts.getString("reason"));
            assertEquals("websocket", facts.getString("transport"));
            assertEquals("user,public,public:local", facts.getString("streams"));
            assertEquals("0", facts.getString("events"));
            assertEquals("127.0.0.1", facts.getString("client"));
        }
    }

    @Test
    void eachLineIsAJsonObject() {
        String log = trunkline.log();
        assertTrue(log.contains("Listening on: http://"), log);
        List<String> lines =
                log.lines().filter(line -> line.contains("Listening on")).toList();
        assertTrue(new JsonObject(lines.get(0)).getString("message").contains("Listening on: http://"), log);
    }

    @Test
    void aTextLineHasTheSameFacts() {
        Token token = mastodon.reader();
        try (Trunkline plain = Trunkline.start(mastodon, List.of("trunkline.log-json=false"))) {
            String id;
            try (EventStream stream = plain.stream("/user", token)) {
                id = stream.head().header("X-Request-Id");
            }
            plain.awaitLog(id);
            String line = about(plain, id).get(0);
            assertTrue(
                    line.matches(".* INFO .*Connection ended: reason=client_left transport=eventsource"
                            + " seconds=[0-9]+\\.[0-9]{3} streams=user events=0 client=127\\.0\\.0\\.1 account="
                            + token.account().id() + " request=" + id),
                    line);
        }
    }

    @Test
    void aRefusalHasALineAtDebug() {
        List<String> debug = List.of("trunkline.log-json=false", "quarkus.log.category.\"dev.trunkline\".level=DEBUG");
        try (Trunkline plain = Trunkline.start(mastodon, debug)) {
            HttpAnswer noToken = plain.get("/api/v1/streaming/user").answer();
            assertRefusal(plain, noToken, "missing_token status=401");
            assertRefusal(plain, plain.handshake("?stream=user").refusal(), "missing_token status=401");
            assertRefusal(plain, plain.get("/api/v1/streaming/..").answer(), "malformed_target status=400");
        }
        HttpAnswer quiet = trunkline.get("/api/v1/streaming/user").answer();
        assertEquals(401, quiet.status());
        assertEquals(List.of(), about(trunkline, quiet.header("X-Request-Id")));
    }

    private static void assertRefusal(Trunkline process, HttpAnswer answer, String what) {
        String id = answer.header("X-Request-Id");
        process.awaitLog(id);
        String line = about(process, id).get(0);
        assertTrue(line.contains("Request refused: reason=" + what + " client=127.0.0.1 request=" + id), line);
    }
}

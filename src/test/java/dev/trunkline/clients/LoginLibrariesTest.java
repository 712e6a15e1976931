package dev.trunkline.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.trunkline.clients.Python.NeedsModule;
import dev.trunkline.demo.DemoServersResource;
import dev.trunkline.harness.SameOnEveryJdk;
import dev.trunkline.harness.Tool;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The libraries that clients are made of log in to the demo, post and stream, each with the transport that it has: see
 * {@code megalodon.js}, {@code masto.js} and {@code mastodon_py.py}.
 */
@SameOnEveryJdk
@QuarkusTest
@WithTestResource(DemoServersResource.class)
class LoginLibrariesTest {

    @TestHTTPResource("/")
    @SuppressWarnings("NullAway.Init")
    URI server;

    @Test
    @NeedsNodeLibraries("megalodon")
    void megalodonStreamsOverSocketsForOneStreamEach() throws Exception {
        try (ClientProgram client = node("megalodon.js")) {
            assertEquals(new JsonObject().put("server", "mastodon"), client.next());
            logsIn(client);
            findsTheStreams(client);
            streams(client, "With megalodon", "user", "public", "public:local", "hashtag", "list");
        }
    }

    @Test
    @NeedsNodeLibraries({"masto", "ws"})
    void mastoJsStreamsOverOneSocket() throws Exception {
        try (ClientProgram client = node("masto.js")) {
            logsIn(client);
            findsTheStreams(client);
            streams(client, "With masto.js", "user", "public", "public:local", "hashtag", "hashtag:local", "list");
        }
    }

    @Test
    @NeedsModule("mastodon")
    void mastodonPyReadsServerSentEvents() throws Exception {
        Path python = Python.with("mastodon").orElseThrow();
        try (ClientProgram client = start(python, "mastodon_py.py")) {
            logsIn(client);
            findsTheStreams(client);
            streams(client, "With Mastodon.py", "user", "public", "public:local", "hashtag", "hashtag:local", "list");
        }
    }

    private ClientProgram node(String script) throws Exception {
        return start(Tool.find("node").orElseThrow(), script);
    }

    private ClientProgram start(Path executable, String script) throws Exception {
        return ClientProgram.start(
                executable, List.of(ClientProgram.script(script), "http://" + server.getAuthority()));
    }

    private static void logsIn(ClientProgram client) throws InterruptedException {
        for (String user : List.of("alice", "bob")) {
            assertEquals(new JsonObject().put("scope", "read write").put("account", user), client.next());
        }
    }

    private void findsTheStreams(ClientProgram client) throws InterruptedException {
        assertEquals(
                new JsonObject().put("timeline", new JsonArray()).put("streams", "ws://" + server.getAuthority()),
                client.next());
    }

    /** Each of the streams brings the status, its edit and its deletion; then the token ends. */
    private static void streams(ClientProgram client, String text, String... streams) throws InterruptedException {
        assertEquals(seen("update", content(text), streams), client.next());
        assertEquals(seen("status.update", content("With oars"), streams), client.next());
        assertEquals(seen("delete", new JsonArray(), streams), client.next());
        assertEquals(new JsonObject().put("revoked", 401), client.next());
        client.ends();
    }

    private static JsonObject seen(String event, JsonArray content, String... streams) {
        return new JsonObject()
                .put("event", event)
                .put("streams", new JsonArray(List.of(streams)))
                .put("content", content);
    }

    private static JsonArray content(String text) {
        String link =
                "<a href=\"https://demo.trunkline.example/tags/kayaks\" class=\"mention hashtag\" rel=\"tag\">#<span>kayaks</span></a>";
        return new JsonArray().add("<p>" + text + " " + link + "</p>");
    }
}

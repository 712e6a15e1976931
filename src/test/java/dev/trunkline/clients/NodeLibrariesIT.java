package dev.trunkline.clients;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trunkline.harness.Mastodon;
import dev.trunkline.harness.PublishedStatus;
import dev.trunkline.harness.Token;
import dev.trunkline.harness.Trunkline;
import dev.trunkline.harness.WireTest;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Libraries for Node get compressed events if they ask for them, and plain ones if not, each at once: see {@code libraries.js}. */
@WireTest(settings = "trunkline.history.time=1s")
@NeedsNodeLibraries({"ws", "undici", "eventsource"})
class NodeLibrariesIT {

    private static final int STATUSES = 4;
    private static final String SOCKETS = "permessage-deflate; server_no_context_takeover; client_no_context_takeover";

    /** How each client says that it is connected: with its extension, or its content coding. */
    private static final Map<String, String> CLIENTS =
            Map.of("ws", SOCKETS, "ws, plain", "", "undici", "gzip", "fetch", "gzip", "eventsource", "");

    private final Trunkline trunkline;
    private final Mastodon mastodon;

    NodeLibrariesIT(Trunkline trunkline, Mastodon mastodon) {
        this.trunkline = trunkline;
        this.mastodon = mastodon;
    }

    @Test
    void eachEventComesAtOnceAndOnceCompressed() throws Exception {
        Token token = mastodon.reader();
        String channel = "timeline:" + token.account().id();
        try (ClientProgram node = ClientProgram.start(
                "node",
                List.of(ClientProgram.script("libraries.js"), Integer.toString(trunkline.port()), token.text()))) {
            each(node).forEach((client, seen) -> {
                // ws names it without its parameters.
                String expected = CLIENTS.get(client);
                assertEquals(expected.split(";", 2)[0], seen.getString("open").split(";", 2)[0], client);
            });
            int published = 0;
            Map<String, JsonObject> last = Map.of();
            for (int i = 0; i < STATUSES; i++) {
                PublishedStatus status = LongStatus.in(mastodon);
                published += status.json().getBytes(UTF_8).length;
                mastodon.publish(channel, status);
                last = each(node);
                last.forEach((client, seen) -> assertEquals(status.json(), seen.getString("data"), client));
            }
            // With the heads of the answers.
            int half = published / 2;
            for (String client : List.of("ws", "undici")) {
                int read = last.get(client).getInteger("bytes");
                assertTrue(read > 0 && read < half, () -> client + ": " + read + " of " + 2 * half);
            }
            assertTrue(last.get("ws, plain").getInteger("bytes") > published);
            mastodon.kill(token);
            each(node).forEach((client, seen) -> assertTrue(seen.containsKey("closed"), seen::encode));
            node.ends();
        }
    }

    /** What each of the clients sees next. */
    private static Map<String, JsonObject> each(ClientProgram node) throws InterruptedException {
        Map<String, JsonObject> seen = new TreeMap<>();
        while (!seen.keySet().equals(CLIENTS.keySet())) {
            JsonObject next = node.next();
            JsonObject first = seen.putIfAbsent(next.getString("client"), next);
            assertEquals(null, first, next::encode);
        }
        return seen;
    }
}

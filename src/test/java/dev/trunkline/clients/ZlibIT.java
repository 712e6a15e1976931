package dev.trunkline.clients;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trunkline.harness.DependsOnJdk;
import dev.trunkline.harness.Mastodon;
import dev.trunkline.harness.Metrics;
import dev.trunkline.harness.NeedsTool;
import dev.trunkline.harness.PublishedStatus;
import dev.trunkline.harness.Token;
import dev.trunkline.harness.Trunkline;
import dev.trunkline.harness.WireTest;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Python's zlib reads every byte of what is compressed, and finds it right: see {@code judge.py}. */
@DependsOnJdk
@WireTest(settings = "trunkline.history.time=1s")
@NeedsTool("python3")
class ZlibIT {

    private static final int STATUSES = 3;

    private final Trunkline trunkline;
    private final Mastodon mastodon;

    ZlibIT(Trunkline trunkline, Mastodon mastodon) {
        this.trunkline = trunkline;
        this.mastodon = mastodon;
    }

    private ClientProgram judge(String transport, Token token) throws IOException {
        return ClientProgram.start(
                "python3",
                List.of(ClientProgram.script("judge.py"), transport, Integer.toString(trunkline.port()), token.text()));
    }

    @Test
    void anEventStreamIsOneGzipFileOfBlocksThatStandAlone() throws Exception {
        Token token = mastodon.reader();
        String channel = "timeline:" + token.account().id();
        Metrics before = trunkline.metrics();
        try (ClientProgram judge = judge("sse", token)) {
            String begun = judge.next().getString("text");
            assertEquals(":)\n", begun);
            String moment = judge.next().getString("text");
            int plain = 0;
            int compressed = 0;
            for (int i = 0; i < STATUSES; i++) {
                PublishedStatus status = LongStatus.in(mastodon);
                mastodon.publish(channel, status);
                JsonObject large = judge.next();
                String text = large.getString("text");
                assertTrue(text.endsWith("\nevent: update\ndata: " + status.json() + "\n\n"), text);
                assertWellBelow(status, large);
                String marker = mastodon.publishMarker(channel);
                JsonObject small = judge.next();
                assertTrue(
                        small.getString("text").endsWith("\nevent: delete\ndata: " + marker + "\n\n"), small::encode);
                plain += bytes(text) + bytes(small.getString("text"));
                compressed += large.getInteger("bytes") + small.getInteger("bytes");
            }
            assertCounted(plain, compressed, before);
            mastodon.kill(token);
            assertEquals(new JsonObject().put("end", bytes(begun) + bytes(moment) + plain), judge.next());
            judge.ends();
        }
    }

    @Test
    void aMessageIsARawStreamWithoutItsTail() throws Exception {
        Token token = mastodon.reader();
        String channel = "timeline:" + token.account().id();
        Metrics before = trunkline.metrics();
        try (ClientProgram judge = judge("ws", token)) {
            assertEquals(
                    "permessage-deflate; server_no_context_takeover; client_no_context_takeover",
                    judge.next().getString("extension"));
            // The answer to what it has asked last, in compressed messages.
            assertEquals(
                    "{\"error\":\"Error unsubscribing from channel\"}",
                    judge.next().getString("text"));
            int plain = 0;
            int compressed = 0;
            for (int i = 0; i < STATUSES; i++) {
                PublishedStatus status = LongStatus.in(mastodon);
                mastodon.publish(channel, status);
                JsonObject large = judge.next();
                assertEquals(status.json(), new JsonObject(large.getString("text")).getString("payload"));
                assertTrue(large.getBoolean("compressed"));
                assertWellBelow(status, large);
                String marker = mastodon.publishMarker(channel);
                JsonObject small = judge.next();
                assertFalse(small.getBoolean("compressed"));
                assertEquals(marker, new JsonObject(small.getString("text")).getString("payload"));
                plain += bytes(large.getString("text")) + bytes(small.getString("text"));
                compressed += large.getInteger("bytes") + small.getInteger("bytes");
            }
            assertCounted(plain, compressed, before);
            mastodon.kill(token);
            assertEquals(new JsonObject().put("close", 1000), judge.next());
            judge.ends();
        }
    }

    private static void assertWellBelow(PublishedStatus status, JsonObject seen) {
        int plain = bytes(status.json());
        int compressed = seen.getInteger("bytes");
        assertTrue(compressed < plain / 2, () -> compressed + " of " + plain);
    }

    /** The server's figures are what the judge has seen of events. */
    private void assertCounted(int plain, int compressed, Metrics before) {
        Metrics after = trunkline.metrics();
        String input = "compression_input_bytes_total";
        String output = "compression_output_bytes_total";
        assertEquals(plain, after.get(input) - before.get(input));
        assertEquals(compressed, after.get(output) - before.get(output));
    }

    private static int bytes(String text) {
        return text.getBytes(UTF_8).length;
    }
}

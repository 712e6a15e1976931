package dev.trunkline.sse;

import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trunkline.harness.DependsOnJdk;
import dev.trunkline.harness.EventStream;
import dev.trunkline.harness.Mastodon;
import dev.trunkline.harness.Request;
import dev.trunkline.harness.Token;
import dev.trunkline.harness.Trunkline;
import dev.trunkline.harness.WebSocketClient;
import dev.trunkline.harness.WireTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing is compressed where the setting forbids it, whatever the client offers (protocol, section 13). */
@DependsOnJdk
@WireTest(settings = "trunkline.compression=off")
class CompressionIT {

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "gzip, deflate, br", "*", "gzip;q=1.0, identity;q=0"})
    void aStreamIsPlain(String accepted, Trunkline trunkline, Mastodon mastodon) {
        Token token = mastodon.reader();
        try (EventStream stream = trunkline
                .get("/api/v1/streaming/user")
                .bearer(token)
                .header("Accept", "text/event-stream")
                .header("Accept-Encoding", accepted)
                .stream()) {
            assertNull(stream.head().header("Content-Encoding"));
            String first = stream.record();
            assertTrue(first.startsWith("id: "), first);
            String marker = mastodon.publishMarker("timeline:" + token.account().id());
            String record = stream.record();
            assertTrue(record.endsWith("event: delete\ndata: " + marker + "\n\n"), record);
        }
    }

    @Test
    void aSocketIsPlain(Trunkline trunkline, Mastodon mastodon) {
        Request handshake = trunkline
                .handshake("")
                .bearer(mastodon.reader())
                .header("Sec-WebSocket-Extensions", "permessage-deflate; client_max_window_bits");
        try (WebSocketClient socket = handshake.webSocket()) {
            assertNull(socket.head().header("Sec-WebSocket-Extensions"));
        }
    }
}

package dev.trunkline.sse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.trunkline.harness.DependsOnJdk;
import dev.trunkline.harness.EventStream;
import dev.trunkline.harness.Mastodon;
import dev.trunkline.harness.Token;
import dev.trunkline.harness.Trunkline;
import dev.trunkline.harness.WireTest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams are not compressed unless a setting allows it, whatever the client offers (protocol, section 3). */
@DependsOnJdk
@WireTest
class CompressionIT {

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "gzip, deflate, br", "*", "gzip;q=1.0, identity;q=0"})
    void aStreamIsPlain(String accepted, Trunkline trunkline, Mastodon mastodon) {
        Token token = mastodon.reader();
        try (EventStream stream =
                trunkline.get("/api/v1/streaming/user").bearer(token).header("Accept-Encoding", accepted).stream()) {
            assertNull(stream.head().header("Content-Encoding"));
            assertEquals(mastodon.publishMarker("timeline:" + token.account().id()), stream.nextData());
        }
    }
}

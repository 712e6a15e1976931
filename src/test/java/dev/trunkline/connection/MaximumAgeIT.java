package dev.trunkline.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trunkline.harness.EventStream;
import dev.trunkline.harness.HttpSocket;
import dev.trunkline.harness.Mastodon;
import dev.trunkline.harness.Trunkline;
import dev.trunkline.harness.WireTest;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A stream ends at its maximum age, and the client opens it again (protocol, section 4). */
@WireTest(settings = {"trunkline.max-stream-age=2s", "trunkline.reconnect-spread=2s"})
class MaximumAgeIT {

    private static final String ENDED = "connections_ended_total{reason=\"maximum_age\",type=\"eventsource\"}";

    private final Trunkline trunkline;
    private final Mastodon mastodon;

    MaximumAgeIT(Trunkline trunkline, Mastodon mastodon) {
        this.trunkline = trunkline;
        this.mastodon = mastodon;
    }

    @Test
    void asksToReconnectAndEnds() {
        long before = trunkline.metrics().get(ENDED);
        long start = System.nanoTime();
        try (EventStream stream = trunkline.stream("/user", mastodon.reader())) {
            assertPause(stream.record());
            Duration age = Duration.ofNanos(System.nanoTime() - start);
            assertTrue(age.toMillis() >= 1_800, age::toString);
            assertEquals("", stream.record());
            assertTrue(stream.socket().ended());
        }
        assertEquals(before + 1, trunkline.metrics().get(ENDED));
    }

    @Test
    void endsAnHttp10StreamWithThatLine() {
        try (HttpSocket socket = trunkline
                .get("/api/v1/streaming/user")
                .version("HTTP/1.0")
                .bearer(mastodon.reader())
                .send()) {
            socket.head();
            String body = socket.rest();
            assertTrue(body.startsWith(":)\n"), body);
            assertPause(body.substring(3));
        }
    }

    private static void assertPause(String line) {
        assertTrue(line.matches("retry: [0-9]+\n"), line);
        long pause = Long.parseLong(line.replaceAll("[^0-9]", ""));
        assertTrue(pause >= 1 && pause <= 2_000, line);
    }
}

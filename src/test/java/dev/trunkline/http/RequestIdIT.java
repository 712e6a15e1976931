package dev.trunkline.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trunkline.harness.EventStream;
import dev.trunkline.harness.HttpAnswer;
import dev.trunkline.harness.Mastodon;
import dev.trunkline.harness.Trunkline;
import dev.trunkline.harness.WireTest;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Every answer carries an id (protocol, section 3). */
@WireTest
class RequestIdIT {

    private final Trunkline trunkline;
    private final Mastodon mastodon;

    RequestIdIT(Trunkline trunkline, Mastodon mastodon) {
        this.trunkline = trunkline;
        this.mastodon = mastodon;
    }

    @Test
    void everyAnswerHasAFreshId() {
        Set<String> seen = new HashSet<>();
        for (String path : new String[] {
            "/api/v1/streaming/user",
            "/api/v1/streaming/user",
            "/api/v1/streaming/nothing",
            "/api/v1/streaming/health",
            "/metrics",
            "/q/health/ready",
            "/nothing"
        }) {
            assertFresh(trunkline.get(path).answer(), seen);
            assertFresh(trunkline.request("HEAD", path).answer(), seen);
            assertFresh(trunkline.request("OPTIONS", path).answer(), seen);
            assertFresh(trunkline.request("DELETE", path).answer(), seen);
        }
        try (EventStream stream = trunkline.stream("/user", mastodon.reader())) {
            assertFresh(stream.head(), seen);
        }
    }

    @Test
    void aClientsIdIsIgnored() {
        String theirs = UUID.randomUUID().toString();
        HttpAnswer answer = trunkline
                .get("/api/v1/streaming/health")
                .header("X-Request-Id", theirs)
                .answer();
        assertFresh(answer, new HashSet<>(Set.of(theirs)));
    }

    private static void assertFresh(HttpAnswer answer, Set<String> seen) {
        String id = answer.header("X-Request-Id");
        assertEquals(UUID.fromString(id).toString(), id);
        assertTrue(seen.add(id), "An id was given twice");
    }
}

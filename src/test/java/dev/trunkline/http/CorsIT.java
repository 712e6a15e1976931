package dev.trunkline.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trunkline.harness.EventStream;
import dev.trunkline.harness.HttpAnswer;
import dev.trunkline.harness.Mastodon;
import dev.trunkline.harness.Trunkline;
import dev.trunkline.harness.WireTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages of any origin may read every answer, without credentials (protocol, section 3). */
@WireTest
class CorsIT {

    private final Trunkline trunkline;
    private final Mastodon mastodon;

    CorsIT(Trunkline trunkline, Mastodon mastodon) {
        this.trunkline = trunkline;
        this.mastodon = mastodon;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/streaming/user",
                "/api/v1/streaming/health",
                "/api/v1/streaming",
                "/api/v1/streaming/nothing",
                "/metrics",
                "/favicon.ico",
                "/q/health/live",
                "/nothing",
                "/"
            })
    void everyAnswerIsReadable(String path) {
        for (String method : new String[] {"GET", "HEAD", "POST", "OPTIONS"}) {
            assertReadable(trunkline.request(method, path).answer());
            assertReadable(trunkline
                    .request(method, path)
                    .header("Origin", "https://web.example")
                    .answer());
        }
    }

    @Test
    void aStreamIsReadable() {
        try (EventStream stream = trunkline
                .get("/api/v1/streaming/user")
                .bearer(mastodon.reader())
                .header("Origin", "https://web.example")
                .stream()) {
            assertReadable(stream.head());
        }
    }

    private static void assertReadable(HttpAnswer answer) {
        assertEquals("*", answer.header("Access-Control-Allow-Origin"));
        assertNull(answer.header("Access-Control-Allow-Credentials"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/api/v1/streaming/user", "/api/v1/streaming/nothing", "/metrics", "/nothing", "/", "/q/health"})
    void everyPreflightIsAnswered(String path) {
        HttpAnswer answer = trunkline
                .request("OPTIONS", path)
                .header("Origin", "https://web.example")
                .header("Access-Control-Request-Method", "GET")
                .header("Access-Control-Request-Headers", "authorization")
                .header("Access-Control-Request-Headers", "x-mine")
                .answer();
        assertEquals(204, answer.status());
        assertEquals("GET,HEAD,PUT,PATCH,POST,DELETE", answer.header("Access-Control-Allow-Methods"));
        assertEquals("authorization, x-mine", answer.header("Access-Control-Allow-Headers"));
        assertTrue("Access-Control-Request-Headers".equalsIgnoreCase(answer.header("Vary")));
        assertNull(answer.header("Content-Length"));
    }

    @Test
    void aBarePreflightIsAnswered() {
        HttpAnswer answer =
                trunkline.request("OPTIONS", "/api/v1/streaming/user").answer();
        assertEquals(204, answer.status());
        assertEquals("GET,HEAD,PUT,PATCH,POST,DELETE", answer.header("Access-Control-Allow-Methods"));
        assertNull(answer.header("Access-Control-Allow-Headers"));
    }
}

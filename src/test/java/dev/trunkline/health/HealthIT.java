package dev.trunkline.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trunkline.harness.HttpAnswer;
import dev.trunkline.harness.Trunkline;
import dev.trunkline.harness.WireTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The probes of a healthy process (protocol, section 8). */
@WireTest
class HealthIT {

    private final Trunkline trunkline;

    HealthIT(Trunkline trunkline) {
        this.trunkline = trunkline;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/streaming/health",
                "/api/v1/streaming/health/",
                "/API/v1/Streaming/HEALTH",
                "/api/v1/streaming/Health/?probe={}"
            })
    void mastodonsPathAnswersOkInEverySpelling(String path) {
        HttpAnswer answer = trunkline.get(path).answer();
        assertEquals(200, answer.status());
        assertEquals("OK", answer.body());
        assertEquals("text/plain", answer.mediaType());
        assertEquals("private, no-store", answer.header("Cache-Control"));
        HttpAnswer head = trunkline.request("HEAD", path).answer();
        assertEquals(200, head.status());
        assertEquals(answer.header("Content-Type"), head.header("Content-Type"));
        HttpAnswer post = trunkline.request("POST", path).answer();
        assertEquals(405, post.status());
        assertEquals("GET, HEAD, OPTIONS", post.header("Allow"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/q/health", "/q/health/live", "/q/health/ready", "/q/health/started"})
    void smallRyesProbesAreUp(String path) {
        HttpAnswer answer = trunkline.get(path).answer();
        assertEquals(200, answer.status());
        assertTrue(answer.body().contains("\"status\": \"UP\""), answer.body());
    }

    @Test
    void readinessNamesRedisAndPostgres() {
        String body = trunkline.get("/q/health/ready").answer().body();
        assertTrue(body.contains("\"name\": \"Redis\""), body);
        assertTrue(body.contains("\"name\": \"PostgreSQL\""), body);
    }
}

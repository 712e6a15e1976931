package dev.trunkline.internals;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trunkline.harness.HttpAnswer;
import dev.trunkline.harness.HttpSocket;
import dev.trunkline.harness.Request;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.net.URI;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** OpenTelemetry, once it is added to the build, traces requests, and every request is answered as it is without. */
@QuarkusTest
@TestProfile(TracedApplication.class)
@SuppressWarnings("NullAway.Init")
class OpenTelemetryTest {

    @TestHTTPResource("/")
    URI server;

    /** See {@link SpanCollector}. */
    BlockingQueue<String> exports;

    /** A request with a route, three that are answered before any route, and one that cannot be decoded. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            GET /internals HTTP/1.1                    | 200 | ''
            GET /api/v1/streaming/public?%zz HTTP/1.1  | 400 | {"error":"Malformed request target"}
            POST /api/v1/streaming/user HTTP/1.1       | 405 | {"error":"Method not allowed"}
            GET /api/v1/streaming/public HTTP/2.0      | 505 | {"error":"Unknown HTTP version"}
            hello                                      | 400 | {"error":"Malformed request"}
            """)
    void tracesARequestAndAnswersIt(String line, int status, String body) throws InterruptedException {
        exports.clear();
        HttpAnswer answer = answer(line);
        assertEquals(status, answer.status());
        assertEquals(body, answer.body());
        assertNotNull(answer.header("X-Request-Id"));
        String export = String.valueOf(exports.poll(10, TimeUnit.SECONDS));
        assertTrue(export.contains(attribute("http.response.status_code", status)), export);
    }

    private HttpAnswer answer(String line) {
        try (HttpSocket socket = new Request(server.getPort(), "GET", "/").connect()) {
            socket.write(line + "\r\nHost: localhost\r\n\r\n");
            return socket.answer(false);
        }
    }

    /** A span's attribute in protobuf's encoding: the key, then the value as field 2, a message with the integer as field 3. */
    private static String attribute(String key, int value) {
        String varint = "" + (char) ((value & 0x7f) | 0x80) + (char) (value >> 7);
        return key + "\u0012" + (char) (1 + varint.length()) + "\u0018" + varint;
    }
}

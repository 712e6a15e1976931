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
import java.util.ArrayList;
import java.util.List;
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

    /**
     * A request with a route, three that are answered before any route, and one that cannot be decoded.
     *
     * @param mark what only this request's span contains: its User-Agent, or the target that Netty gives an undecodable request
     */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            GET /internals?a={%} HTTP/1.1              | agent-1     | 200 | ''
            GET /api/v1/streaming/.. HTTP/1.1          | agent-2     | 400 | {"error":"Malformed request target"}
            POST /api/v1/streaming/user HTTP/1.1       | agent-3     | 405 | {"error":"Method not allowed"}
            GET /api/v1/streaming/public HTTP/2.0      | agent-4     | 505 | {"error":"Unknown HTTP version"}
            hello                                      | bad-request | 400 | {"error":"Malformed request"}
            """)
    void tracesARequestAndAnswersIt(String line, String mark, int status, String body) throws InterruptedException {
        HttpAnswer answer = answer(line, mark);
        assertEquals(status, answer.status());
        assertEquals(body, answer.body());
        assertNotNull(answer.header("X-Request-Id"));
        String export = exportWith(mark);
        assertTrue(export.contains(attribute("http.response.status_code", status)), export);
    }

    /** The next export with this mark: those of other requests may arrive late. */
    private String exportWith(String mark) throws InterruptedException {
        List<String> others = new ArrayList<>();
        String export = exports.poll(10, TimeUnit.SECONDS);
        while (export != null && !export.contains(mark)) {
            others.add(export);
            export = exports.poll(10, TimeUnit.SECONDS);
        }
        assertNotNull(export, () -> "No export with " + mark + " but " + others);
        return export;
    }

    private HttpAnswer answer(String line, String agent) {
        try (HttpSocket socket = new Request(server.getPort(), "GET", "/").connect()) {
            socket.write(line + "\r\nHost: localhost\r\nUser-Agent: " + agent + "\r\n\r\n");
            return socket.answer(false);
        }
    }

    /** A span's attribute in protobuf's encoding: the key, then the value as field 2, a message with the integer as field 3. */
    private static String attribute(String key, int value) {
        String varint = "" + (char) ((value & 0x7f) | 0x80) + (char) (value >> 7);
        return key + "\u0012" + (char) (1 + varint.length()) + "\u0018" + varint;
    }
}

package dev.trunkline.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trunkline.harness.HttpAnswer;
import dev.trunkline.harness.HttpSocket;
import dev.trunkline.harness.LogTail;
import dev.trunkline.harness.Trunkline;
import dev.trunkline.harness.WireTest;
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests that no route can answer get the same kind of error as all others (protocol, section 3). */
@WireTest
class EntranceIT {

    private static final String HOST = "Host: trunkline.test\r\n";

    private static final String HANDSHAKE = """
            Connection: Upgrade\r
            Upgrade: websocket\r
            Sec-WebSocket-Version: 13\r
            Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
            """;

    private final Trunkline trunkline;
    private final LogTail newLog;

    EntranceIT(Trunkline trunkline) {
        this.trunkline = trunkline;
        this.newLog = LogTail.of(trunkline);
    }

    /**
     * In the first two columns {@code ~} is the streaming path and {@code …} a very long text, {@code ^} a NUL and {@code ¶} a
     * carriage return.
     */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            GET ~/public?access_token=%zz HTTP/1.1 | ""                 | 401 | Invalid access token      | open
            GET ~/public?access_token={b} HTTP/1.1 | ""                 | 401 | Invalid access token      | open
            GET ~/public?% HTTP/1.1           | ""                      | 401 | Missing access token      | open
            GET ~/public?a=^ HTTP/1.1         | ""                      | 400 | Malformed request target  | open
            GET ~/public?\177 HTTP/1.1        | ""                      | 400 | Malformed request target  | open
            GET ~/us^er HTTP/1.1              | ""                      | 400 | Malformed request target  | open
            GET //?stream=user HTTP/1.1       | ""                      | 400 | Unknown channel requested | open
            GET ~/user/..# HTTP/1.1           | ""                      | 400 | Malformed request target  | open
            GET /q/connections HTTP/1.1       | ""                      | 400 | Unknown channel requested | open
            GET /metrics#x HTTP/1.1           | ""                      | 400 | Malformed request target  | open
            GET http://h?x=/metrics HTTP/1.1  | ""                      | 400 | Malformed request target  | open
            GET ~/%zz HTTP/1.1                | ""                      | 400 | Unknown channel requested | open
            GET ~/{user} HTTP/1.1             | ""                      | 400 | Unknown channel requested | open
            GET /%4 HTTP/1.1                  | ""                      | 400 | Unknown channel requested | open
            POST ~/user?%zz HTTP/1.1          | ""                      | 405 | Method not allowed        | open
            GET ~/../../../metrics HTTP/1.1   | ""                      | 400 | Malformed request target  | open
            GET ~/%2e%2E/.%2e/%2e./metrics HTTP/1.1 | ""                | 400 | Malformed request target  | open
            GET ~/..%2f..%2F../metrics HTTP/1.1 | ""                    | 400 | Malformed request target  | open
            GET ~/..%5c..%5C../metrics HTTP/1.1 | ""                    | 400 | Malformed request target  | open
            GET ~/..\\..\\..\\metrics HTTP/1.1 | ""                     | 400 | Malformed request target  | open
            GET ~/..;/..;/..;/metrics HTTP/1.1 | ""                     | 400 | Malformed request target  | open
            GET ~/../../../q/health/live HTTP/1.1 | ""                  | 400 | Malformed request target  | open
            GET ~/./health HTTP/1.1           | ""                      | 400 | Malformed request target  | open
            GET ~/public/../user HTTP/1.1     | ""                      | 400 | Malformed request target  | open
            GET ~/user/.. HTTP/1.1            | ""                      | 400 | Malformed request target  | open
            GET http://a~/../../../metrics HTTP/1.1 | ""                | 400 | Malformed request target  | open
            POST ~/../../../metrics HTTP/1.1  | ""                      | 400 | Malformed request target  | open
            GET //metrics HTTP/1.1            | ""                      | 400 | Unknown channel requested | open
            GET /%6detrics HTTP/1.1           | ""                      | 400 | Unknown channel requested | open
            GET /q//health/live HTTP/1.1      | ""                      | 400 | Unknown channel requested | open
            GET /q/health/%6cive HTTP/1.1     | ""                      | 400 | Unknown channel requested | open
            GET * HTTP/1.1                    | ""                      | 400 | Unknown channel requested | open
            GET api/v1/streaming/user HTTP/1.1 | ""                     | 400 | Unknown channel requested | open
            CONNECT trunkline.test:80 HTTP/1.1 | ""                     | 400 | Unknown channel requested | open
            GET /nothing HTTP/1.1             | ""                      | 400 | Unknown channel requested | open
            PURGE ~/user HTTP/1.1             | ""                      | 405 | Method not allowed        | open
            POST ~/user HTTP/1.1              | Content-Length: 0       | 405 | Method not allowed        | open
            GET ~/user HTTP/1.1               | Host: a b               | 400 | Malformed request         | open
            GET ~/public?a=… HTTP/1.1         | ""                      | 414 | Request target too long   | closed
            GET ~/public HTTP/1.1             | X-Long: …               | 431 | Request headers too large | closed
            GET ~/public HTTP/1.1             | Authorization: Bearer … | 431 | Request headers too large | closed
            GET ~/public HTTP/2.0             | ""                      | 505 | Unknown HTTP version      | closed
            GET ~/public HTTP/0.9             | ""                      | 505 | Unknown HTTP version      | closed
            GET ~/public HTTX/1.1             | ""                      | 505 | Unknown HTTP version      | closed
            GET ~/user?a b HTTP/1.1           | ""                      | 400 | Malformed request         | closed
            GET ~/user HTTP/1.1 HTTP/1.1      | ""                      | 400 | Malformed request         | closed
            GET ~/user?a¶b HTTP/1.1           | ""                      | 400 | Malformed request         | closed
            GET ~/public HTTP/one             | ""                      | 400 | Malformed request         | closed
            GET ~/public                      | ""                      | 400 | Malformed request         | closed
            hello                             | ""                      | 400 | Malformed request         | closed
            G(T ~/public HTTP/1.1             | ""                      | 400 | Malformed request         | closed
            GET ~/public HTTP/1.1             | no colon                | 400 | Malformed request         | closed
            GET ~/public HTTP/1.1             | a space: 1              | 400 | Malformed request         | closed
            GET ~/public HTTP/1.1             | Space-Behind : 1        | 400 | Malformed request         | closed
            GET ~/public HTTP/1.1             | X-Zero: ^               | 400 | Malformed request         | closed
            POST ~/public HTTP/1.1            | Content-Length: x       | 400 | Malformed request         | closed
            GET ~/public HTTP/1.1             | Transfer-Encoding: foo  | 400 | Malformed request         | closed
            POST ~/public HTTP/1.1            | Content-Length: -1      | 400 | Malformed request         | closed
            GET ~/public HTTP/1.0             | Transfer-Encoding: chunked | 400 | Malformed request      | closed
            """)
    void answersWithAnError(String line, String header, int status, String error, String ending) {
        try (HttpSocket socket = connect()) {
            socket.write(request(line, header));
            assertRefused(status, error, socket.answer(false), socket, ending);
        }
    }

    @Test
    void answersARequestWithoutAHost() {
        try (HttpSocket socket = connect()) {
            socket.write("GET /api/v1/streaming/public HTTP/1.1\r\n\r\n");
            assertRefused(400, "Malformed request", socket.answer(false), socket, "open");
        }
    }

    @Test
    void answersARequestWithTwoHosts() {
        for (String second : new String[] {"trunkline.test", "other.test"}) {
            try (HttpSocket socket = connect()) {
                socket.write("GET /api/v1/streaming/health HTTP/1.1\r\n" + HOST + "host: " + second + "\r\n\r\n");
                assertRefused(400, "Malformed request", socket.answer(false), socket, "closed");
            }
        }
    }

    /** HTTP/1.0 has no upgrades: the request is the one for an unknown event stream (RFC 9110, section 7.8). */
    @Test
    void noSocketOpensInHttp10() {
        try (HttpSocket socket = connect()) {
            socket.write("GET /api/v1/streaming HTTP/1.0\r\n" + HOST + HANDSHAKE + "\r\n");
            HttpAnswer answer = socket.answer(false);
            assertEquals(400, answer.status());
            assertEquals("{\"error\":\"Unknown channel requested\"}", answer.body());
        }
    }

    @Test
    void answersARequestWithTwoLengths() {
        try (HttpSocket socket = connect()) {
            socket.write(request("POST ~/public HTTP/1.1", "Content-Length: 1\r\nContent-Length: 2"));
            assertRefused(400, "Malformed request", socket.answer(false), socket, "closed");
        }
        try (HttpSocket socket = connect()) {
            socket.write(request("POST ~/public HTTP/1.1", "Content-Length: 1\r\nTransfer-Encoding: chunked"));
            assertRefused(400, "Malformed request", socket.answer(false), socket, "closed");
        }
        try (HttpSocket socket = connect()) {
            socket.write(request("POST ~/public HTTP/1.1", "Transfer-Encoding: chunked\r\nTransfer-Encoding: gzip"));
            assertRefused(400, "Malformed request", socket.answer(false), socket, "closed");
        }
    }

    /** Three requests on one connection, in one segment. */
    @Test
    void answersPipelinedRequestsInOrder() {
        try (HttpSocket socket = connect()) {
            socket.write(request("GET ~/user HTTP/1.1", "")
                    + request("GET ~/user?^ HTTP/1.1", "")
                    + request("GET ~/user HTTP/1.1", "no colon"));
            assertEquals(401, socket.answer(false).status());
            HttpAnswer target = socket.answer(false);
            assertEquals(400, target.status());
            HttpAnswer header = socket.answer(false);
            assertFalse(target.header("X-Request-Id").equals(header.header("X-Request-Id")));
            assertRefused(400, "Malformed request", header, socket, "closed");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            HEAD ~/public?^ HTTP/1.1   | ""        | 400 | open
            HEAD ~/nothing HTTP/1.1    | ""        | 400 | open
            HEAD ~/public HTTP/2.0     | ""        | 505 | closed
            HEAD ~/public HTTP/1.1     | X-Long: … | 431 | closed
            HEAD ~/public HTTP/1.1     | no colon  | 400 | closed
            """)
    void answersHeadWithoutABody(String line, String header, int status, String ending) {
        try (HttpSocket socket = connect()) {
            socket.write(request(line, header));
            HttpAnswer answer = socket.answer(true);
            assertEquals(status, answer.status());
            assertCommonHeaders(answer);
            assertEnding(answer, socket, ending);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            GET ~?access_token=%zz HTTP/1.1 | ""        | 401 | Invalid access token      | open
            GET /%zz HTTP/1.1               | ""        | 401 | Missing access token      | open
            GET ~?^ HTTP/1.1                | ""        | 400 | Malformed request target  | open
            GET ~/../../../metrics HTTP/1.1 | ""        | 400 | Malformed request target  | open
            GET ~/%2e%2E/streaming HTTP/1.1 | ""        | 400 | Malformed request target  | open
            GET ~/. HTTP/1.1                | ""        | 400 | Malformed request target  | open
            GET ~ HTTP/2.0                  | ""        | 505 | Unknown HTTP version      | closed
            GET ~ HTTP/1.1                  | X-Long: … | 431 | Request headers too large | closed
            GET ~ HTTP/1.1                  | no colon  | 400 | Malformed request         | closed
            """)
    void answersAHandshakeWithAHeader(String line, String header, int status, String error, String ending) {
        try (HttpSocket socket = connect()) {
            socket.write(request(line + "\r\n" + HANDSHAKE.stripTrailing(), header));
            HttpAnswer answer = socket.answer(false);
            assertEquals(status, answer.status());
            assertEquals("", answer.body());
            assertEquals(error, answer.header("X-Error-Message"));
            assertCommonHeaders(answer);
            assertEnding(answer, socket, ending);
        }
    }

    @ParameterizedTest
    @CsvSource({"/api/v1/streaming/public?access_token=%zz", "/%zz", "*", "nothing", "http://trunkline.test"})
    void answersEveryPreflight(String target) {
        try (HttpSocket socket = connect()) {
            socket.write("OPTIONS " + target + " HTTP/1.1\r\n" + HOST + "\r\n");
            HttpAnswer answer = socket.answer(false);
            assertEquals(204, answer.status());
            assertEquals("GET,HEAD,PUT,PATCH,POST,DELETE", answer.header("Access-Control-Allow-Methods"));
            assertCommonHeaders(answer);
            assertEnding(answer, socket, "open");
        }
    }

    /** A body is never read: it is dropped, however long it is, and the next request is answered. */
    @ParameterizedTest
    @CsvSource({"GET, 401", "POST, 405"})
    void aBodyIsDropped(String method, int status) {
        int length = 11_000_000;
        try (HttpSocket socket = connect()) {
            socket.write(request(method + " ~/user HTTP/1.1", "Content-Length: " + length));
            HttpAnswer answer = socket.answer(false);
            assertEquals(status, answer.status());
            assertCommonHeaders(answer);
            socket.write(new byte[length]);
            assertEnding(answer, socket, "open");
        }
    }

    @Test
    void noBodyIsAskedFor() {
        try (HttpSocket socket = connect()) {
            socket.write(request("POST ~/user HTTP/1.1", "Content-Length: 4\r\nExpect: 100-continue"));
            HttpAnswer answer = socket.answer(false);
            socket.write("body");
            assertRefused(405, "Method not allowed", answer, socket, "open");
        }
    }

    @Test
    void anUndecodableBodyEndsTheConnectionBehindTheAnswer() {
        try (HttpSocket socket = connect()) {
            socket.write(request("POST ~/user HTTP/1.1", "Transfer-Encoding: chunked") + "no length\r\n");
            HttpAnswer answer = socket.answer(false);
            assertEquals(405, answer.status());
            assertCommonHeaders(answer);
            assertTrue(isOver(socket));
        }
    }

    @AfterEach
    void errorsOfClientsAreNotLogged() {
        assertEquals(List.of(), newLog.lines("ERROR"));
    }

    private HttpSocket connect() {
        return trunkline.get("/").connect();
    }

    private static String request(String line, String header) {
        String host = header.startsWith("Host:") ? "" : HOST;
        return (line + "\r\n" + host + header + (header.isEmpty() ? "" : "\r\n") + "\r\n")
                .replace("~", "/api/v1/streaming")
                .replace("…", "x".repeat(30_000))
                .replace('^', '\0')
                .replace('¶', '\r');
    }

    private static void assertRefused(int status, String error, HttpAnswer answer, HttpSocket socket, String ending) {
        assertEquals(status, answer.status());
        assertEquals("{\"error\":\"" + error + "\"}", answer.body());
        assertEquals("application/json", answer.mediaType());
        assertCommonHeaders(answer);
        assertEnding(answer, socket, ending);
    }

    private static void assertCommonHeaders(HttpAnswer answer) {
        assertNotNull(UUID.fromString(answer.header("X-Request-Id")));
        assertEquals("*", answer.header("Access-Control-Allow-Origin"));
        assertNull(answer.header("Access-Control-Allow-Credentials"));
    }

    /** The connection is closed if the answer announces it, and otherwise usable for another request. */
    private static void assertEnding(HttpAnswer answer, HttpSocket socket, String ending) {
        boolean closed = ending.equals("closed");
        assertEquals(closed ? "close" : null, answer.header("Connection"));
        assertTrue(closed ? isOver(socket) : isUsable(socket));
    }

    private static boolean isUsable(HttpSocket socket) {
        socket.write(request("GET ~/health HTTP/1.1", ""));
        return socket.answer(false).body().equals("OK");
    }

    private static boolean isOver(HttpSocket socket) {
        try {
            return socket.ended();
        } catch (UncheckedIOException torn) {
            // The server has not read everything that was sent to it.
            return torn.getCause() instanceof SocketException;
        }
    }
}

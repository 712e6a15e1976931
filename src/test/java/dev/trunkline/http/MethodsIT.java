package dev.trunkline.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.trunkline.harness.HttpAnswer;
import dev.trunkline.harness.LogTail;
import dev.trunkline.harness.Mastodon;
import dev.trunkline.harness.Metrics;
import dev.trunkline.harness.Token;
import dev.trunkline.harness.Trunkline;
import dev.trunkline.harness.WireTest;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The paths and methods that exist (protocol, section 3). */
@WireTest
class MethodsIT {

    private static final String[] OTHERS = {"POST", "PUT", "PATCH", "DELETE", "TRACE", "PROPFIND"};

    private final Trunkline trunkline;
    private final LogTail newLog;
    private final Token token;

    MethodsIT(Trunkline trunkline, Mastodon mastodon) {
        this.trunkline = trunkline;
        this.newLog = LogTail.of(trunkline);
        this.token = mastodon.reader();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/user",
                "/user/notification",
                "/public",
                "/public/local",
                "/public/remote",
                "/hashtag",
                "/hashtag/local",
                "/list",
                "/direct",
                "/health"
            })
    void otherMethodsOnKnownPathsAreNotAllowed(String path) {
        for (String method : OTHERS) {
            HttpAnswer answer = trunkline
                    .request(method, "/api/v1/streaming" + path)
                    .bearer(token)
                    .answer();
            assertEquals(405, answer.status(), method);
            assertEquals("GET, HEAD, OPTIONS", answer.header("Allow"));
            assertEquals("application/json", answer.mediaType());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/streaming",
                "/api/v1/streaming/",
                "/api/v1/streaming?stream=user",
                "/api/v1/streaming/nothing",
                "/api/v1/streaming/User",
                "/api/v1/streaming/USER",
                "/api/v1/streaming/user/",
                "/api/v1/streaming/user/notifications",
                "/api/v1/streaming/public/",
                "/api/v1/streaming/public/media",
                "/api/v1/streaming/public:local",
                "/api/v1/streaming/hashtag/foo",
                "/api/v1/streaming/direct/",
                "/api/v1/streaming/health//",
                "/api/v1/streaming/health/x",
                "/metrics//",
                "/metrics/x",
                "/Metrics/x",
                "/api/v1/streaming//user",
                "//api/v1/streaming/user",
                "/api/v1//streaming/user",
                "/api/v1/streaming/%75ser",
                "/api/v1/streaming%2Fuser",
                "/api/v1/streaming/user%2F",
                "/api/v1/streaming/user;a=b",
                "/API/v1/streaming/user",
                "/api/v2/streaming/user",
                "/user",
                "/nothing",
                "/"
            })
    void unknownPathsAreUnknownWhateverTheMethod(String path) {
        for (String method : new String[] {"GET", "POST", "DELETE"}) {
            HttpAnswer answer = trunkline.request(method, path).bearer(token).answer();
            assertEquals(400, answer.status(), method);
            assertEquals("{\"error\":\"Unknown channel requested\"}", answer.body(), method);
            assertEquals("application/json", answer.mediaType(), method);
        }
        assertEquals(400, trunkline.request("HEAD", path).answer().status());
    }

    /** What a browser asks for beside a page: no attempt to open a stream. */
    @ParameterizedTest
    @ValueSource(strings = {"/favicon.ico", "/favicon.ico/", "/FAVICON.ICO?v=2"})
    void thereIsNoIcon(String path) {
        Metrics before = trunkline.metrics();
        for (String method : new String[] {"GET", "HEAD", "POST"}) {
            HttpAnswer answer = trunkline.request(method, path).answer();
            assertEquals(404, answer.status(), method);
            assertEquals("", answer.body());
        }
        String unknown = "connections_refused_total{reason=\"unknown_channel\"}";
        assertEquals(before.get(unknown), trunkline.metrics().get(unknown));
    }

    @Test
    void aStreamNeedsAPathATokenAndItsOwnList() {
        assertEquals(400, trunkline.get("/api/v1/streaming").answer().status());
        assertEquals(401, trunkline.get("/api/v1/streaming/public").answer().status());
        assertEquals(
                401,
                trunkline
                        .get("/api/v1/streaming/list?list=1")
                        .bearer(token)
                        .answer()
                        .status());
    }

    @AfterEach
    void errorsOfClientsAreNotLoggedAsFaults() {
        assertEquals(List.of(), newLog.lines("ERROR"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"*/*", "text/html, text/event-stream;q=0", "application/json", "image/png;q=0", ";;;", ""})
    void theAcceptHeaderIsIgnored(String accept) {
        trunkline.get("/api/v1/streaming/user").bearer(token).header("Accept", accept).stream()
                .close();
    }
}

package dev.trunkline.clients;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trunkline.harness.Mastodon;
import dev.trunkline.harness.NeedsTool;
import dev.trunkline.harness.PublishedStatus;
import dev.trunkline.harness.Token;
import dev.trunkline.harness.Trunkline;
import dev.trunkline.harness.WireTest;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code curl --compressed -N} prints each event at once (protocol, section 13). */
@WireTest(settings = "trunkline.history.time=1s")
@NeedsTool("curl")
class CurlIT {

    private static final int STATUSES = 4;

    private final Trunkline trunkline;
    private final Mastodon mastodon;

    CurlIT(Trunkline trunkline, Mastodon mastodon) {
        this.trunkline = trunkline;
        this.mastodon = mastodon;
    }

    @Test
    void eachEventIsPrintedBeforeTheNextIsPublished() throws Exception {
        Token token = mastodon.reader();
        try (ClientProgram curl = ClientProgram.start(
                "curl",
                List.of(
                        "--silent",
                        "--show-error",
                        "--compressed",
                        "-N",
                        "--header",
                        "Accept: text/event-stream",
                        "--header",
                        "Authorization: Bearer " + token.text(),
                        "--write-out",
                        "%{http_code} %{size_download}\n",
                        "http://127.0.0.1:" + trunkline.port() + "/api/v1/streaming/user"))) {
            assertEquals(":)", curl.line());
            assertId(curl);
            assertEquals("", curl.line());
            int published = 0;
            for (int i = 0; i < STATUSES; i++) {
                PublishedStatus status = LongStatus.in(mastodon);
                published += status.json().getBytes(UTF_8).length;
                mastodon.publish("timeline:" + token.account().id(), status);
                assertId(curl);
                assertEquals("event: update", curl.line());
                assertEquals("data: " + status.json(), curl.line());
                assertEquals("", curl.line());
            }
            mastodon.kill(token);
            String[] summary = curl.line().split(" ", 2);
            assertEquals("200", summary[0]);
            // What has come, before curl has read it.
            int downloaded = Integer.parseInt(summary[1]);
            int most = published / 2;
            assertTrue(downloaded < most, () -> downloaded + " of " + 2 * most);
            // It fails where the trailer is missing or wrong.
            curl.ends();
        }
    }

    private static void assertId(ClientProgram curl) throws InterruptedException {
        String line = curl.line();
        assertTrue(line.startsWith("id: "), line);
    }
}

package dev.trunkline.audience;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trunkline.harness.ClientTransport;
import dev.trunkline.harness.LogTail;
import dev.trunkline.harness.Mastodon;
import dev.trunkline.harness.OpenStream;
import dev.trunkline.harness.PublishedStatus;
import dev.trunkline.harness.Token;
import dev.trunkline.harness.Trunkline;
import dev.trunkline.harness.WireTest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Malformed statuses cannot be checked and do not reach filtered streams (protocol, section 10). */
@WireTest(settings = "trunkline.anonymous-streams=true")
class WithheldIT {

    private static final String MISFITS = "events_withheld_total{reason=\"misfit\"}";

    private final Trunkline trunkline;
    private final Mastodon mastodon;
    private final String tag = Mastodon.unique("tag");
    private final String channel = "timeline:hashtag:" + tag;

    WithheldIT(Trunkline trunkline, Mastodon mastodon) {
        this.trunkline = trunkline;
        this.mastodon = mastodon;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"id":"1","mentions":[],"content":"SECRET"}
            {"id":"1","mentions":[],"account":null,"content":"SECRET"}
            {"id":"1","mentions":[],"account":"SECRET"}
            {"id":"1","mentions":[],"account":5,"content":"SECRET"}
            {"id":"1","mentions":[],"account":[{"id":"2","username":"a","acct":"a"}],"content":"SECRET"}
            {"id":"1","mentions":[],"account":{},"content":"SECRET"}
            {"id":"1","mentions":[],"account":{"username":"SECRET","acct":"SECRET"}}
            {"id":"1","mentions":[],"account":{"id":"2","username":"SECRET"}}
            {"id":"1","mentions":[],"account":{"id":"SECRET","username":"a","acct":"a"}}
            {"id":"1","mentions":[],"account":{"id":null,"username":"SECRET","acct":"a"}}
            {"id":"1","mentions":[],"account":{"id":{},"username":"SECRET","acct":"a"}}
            {"id":"1","mentions":[],"account":{"id":"9223372036854775808","username":"SECRET","acct":"a"}}
            {"id":"1","mentions":[],"account":{"id":"2","username":"SECRET","acct":5}}
            {"id":"1","account":{"id":"2","username":"a","acct":"a"},"content":"SECRET"}
            {"id":"1","account":{"id":"2","username":"a","acct":"a"},"mentions":null,"content":"SECRET"}
            {"id":"1","account":{"id":"2","username":"a","acct":"a"},"mentions":"SECRET"}
            {"id":"1","account":{"id":"2","username":"a","acct":"a"},"mentions":{"id":"SECRET"}}
            {"id":"1","account":{"id":"2","username":"a","acct":"a"},"mentions":["SECRET"]}
            {"id":"1","account":{"id":"2","username":"a","acct":"a"},"mentions":[{"id":"3"},{"acct":"SECRET"}]}
            {"id":"1","account":{"id":"2","username":"a","acct":"a"},"mentions":[{"id":"SECRET"}]}
            {"id":"1","account":{"id":"2","username":"a","acct":"a"},"mentions":[],"content":["SECRET"]}
            {"id":"1","account":{"id":"2","username":"a","acct":"a"},"mentions":[],"poll":{"options":"SECRET"}}
            {"id":"1","account":{"id":"2","username":"a","acct":"a"},"mentions":[],"media_attachments":{"a":"SECRET"}}
            {"id":"1","account":{"id":"2","username":"a","acct":"a"},"mentions":[],"account":"SECRET"}
            [{"id":"1","account":{"id":"2","username":"a","acct":"a"},"mentions":[],"content":"SECRET"}]
            "SECRET"
            "{\\"id\\":\\"1\\",\\"account\\":{\\"id\\":\\"2\\",\\"username\\":\\"a\\",\\"acct\\":\\"a\\"},\\"mentions\\":[]}"
            5
            true
            """)
    void aMalformedStatusIsWithheldAndCounted(String payload) {
        assertWithheld("update", payload);
        assertWithheld("status.update", payload);
        assertFalse(trunkline.log().contains("SECRET"));
    }

    @Test
    void deepNestingIsWithheld() {
        String json = PublishedStatus.by(mastodon.author()).json();
        String start = json.substring(0, json.length() - 1) + ",\"deep\":";
        assertWithheld("update", start + "[".repeat(200_000) + "]".repeat(200_000) + "}");
        assertWithheld("update", start + "{\"a\":".repeat(200_000) + "1" + "}".repeat(200_000) + "}");
        assertWithheld("update", "[".repeat(200_000) + "]".repeat(200_000));
    }

    /** With a new server: a shared one may have logged one less than a minute ago. */
    @Test
    void manyOfThemAreLoggedOnce() {
        try (Trunkline fresh = Trunkline.start(mastodon, List.of())) {
            LogTail newLog = LogTail.of(fresh);
            try (OpenStream stream = ClientTransport.EVENT_STREAM.open(fresh, mastodon.reader(), "hashtag " + tag)) {
                for (int i = 0; i < 100; i++) {
                    mastodon.publish(channel, "update", "{}");
                }
                assertEquals(List.of(), stream.until(mastodon.publishMarker(channel)));
            }
            int lines = newLog.await("misfit").size();
            assertTrue(lines <= 2, "one a minute, not " + lines);
        }
    }

    @Test
    void aMegabyteOfTextIsDelivered() {
        PublishedStatus large =
                PublishedStatus.by(mastodon.author()).content("<p>" + "é<b> &amp;</b>".repeat(66_000) + "</p>");
        assertTrue(large.json().length() > 900_000);
        long before = trunkline.metrics().get(MISFITS);
        for (ClientTransport transport : ClientTransport.values()) {
            try (OpenStream account = transport.open(trunkline, mastodon.reader(), "hashtag " + tag);
                    OpenStream anonymous = transport.open(trunkline, null, "hashtag " + tag)) {
                mastodon.publish(channel, large);
                assertTrue(large.seen().equals(account.nextData()), "The payload has changed");
                assertTrue(large.json().equals(anonymous.nextData()), "The payload has changed");
            }
        }
        assertEquals(before, trunkline.metrics().get(MISFITS));
    }

    /** Filtered streams do not get the payload, unfiltered ones do, and all of them get the events after it. */
    private void assertWithheld(String event, String payload) {
        PublishedStatus later = PublishedStatus.by(mastodon.author());
        Token token = mastodon.reader();
        String user = "timeline:" + token.account().id();
        for (ClientTransport transport : ClientTransport.values()) {
            long before = trunkline.metrics().get(MISFITS);
            try (OpenStream account = transport.open(trunkline, token, "hashtag " + tag);
                    OpenStream anonymous = transport.open(trunkline, null, "hashtag " + tag);
                    OpenStream unfiltered = transport.open(trunkline, token, "user")) {
                mastodon.publish(channel, event, payload);
                mastodon.publish(channel, "delete", "\"1\"");
                mastodon.publish(channel, later);
                mastodon.publish(user, event, payload);
                assertEquals("1", account.nextData());
                assertEquals(later.seen(), account.nextData());
                assertEquals("1", anonymous.nextData());
                assertEquals(later.json(), anonymous.nextData());
                String data = unfiltered.nextData();
                assertTrue(
                        payload.contains(data.replace("\"", "\\\"")) || payload.equals(data),
                        "The payload has changed");
                assertEquals(mastodon.publishMarker(user), unfiltered.nextData());
            }
            assertEquals(before + 1, trunkline.metrics().get(MISFITS));
        }
    }
}

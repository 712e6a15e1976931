package dev.trunkline.broadcast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trunkline.harness.EventStream;
import dev.trunkline.harness.LogTail;
import dev.trunkline.harness.Mastodon;
import dev.trunkline.harness.ReceivedEvent;
import dev.trunkline.harness.Token;
import dev.trunkline.harness.Trunkline;
import dev.trunkline.harness.WireTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Messages that are no events are dropped and counted, and do no harm (protocol, sections 6 and 10). */
@WireTest
class MalformedMessagesIT {

    private final Trunkline trunkline;
    private final Mastodon mastodon;

    MalformedMessagesIT(Trunkline trunkline, Mastodon mastodon) {
        this.trunkline = trunkline;
        this.mastodon = mastodon;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            SECRET                                             | not_json
            ``                                                 | not_json
            {"event":"update","payload":{"a":"SECRET"}         | not_json
            {"event":"update","payload":{"a":"SECRET"}} x      | not_json
            {"event":"update","payload":{"a":SECRET}}          | not_json
            {"event":"update","payload":{"a":01}}              | not_json
            {'event':'update','payload':'SECRET'}              | not_json
            {"event":"update","payload":{"a":"SECRET"},}       | not_json
            {"payload":{"a":"SECRET"}}                         | no_name
            {"event":null,"payload":{"a":"SECRET"}}            | no_name
            {"event":"","payload":{"a":"SECRET"}}              | no_name
            {"event":5,"payload":{"a":"SECRET"}}               | no_name
            {"event":["update"],"payload":{"a":"SECRET"}}      | no_name
            {"event":"up\\ndate","payload":{"a":"SECRET"}}     | no_name
            {"event":"update\\u0000","payload":{"a":"SECRET"}} | no_name
            ["event","SECRET"]                                 | no_name
            "SECRET"                                           | no_name
            null                                               | no_name
            {"event":"update","secret":"SECRET"}               | no_payload
            {"event":"update","payload":null}                  | no_payload
            {"event":"update","payload":false}                 | no_payload
            {"event":"update","payload":0}                     | no_payload
            {"event":"update","payload":-0.0}                  | no_payload
            {"event":"update","payload":""}                    | no_payload
            """)
    void isDroppedAndCounted(String message, String reason) {
        Token token = mastodon.reader();
        String channel = "timeline:" + token.account().id();
        String counter = "redis_messages_dropped_total{reason=\"" + reason + "\"}";
        long before = trunkline.metrics().get(counter);
        try (EventStream stream = trunkline.stream("/user", token)) {
            assertEquals(1, mastodon.publish(channel, message));
            assertEquals(mastodon.publishMarker(channel), stream.nextData());
        }
        assertEquals(before + 1, trunkline.metrics().get(counter));
        assertFalse(trunkline.log().contains("SECRET"));
    }

    @Test
    void manyOfThemAreLoggedOnceAMinute() {
        Token token = mastodon.reader();
        String channel = "timeline:" + token.account().id();
        LogTail newLog = LogTail.of(trunkline);
        try (EventStream stream = trunkline.stream("/user", token)) {
            for (int i = 0; i < 100; i++) {
                mastodon.publish(channel, "no json");
            }
            assertEquals(mastodon.publishMarker(channel), stream.nextData());
        }
        trunkline.awaitLog("not_json");
        // None if there was one less than a minute ago.
        int lines = newLog.lines("not_json").size();
        assertTrue(lines <= 2, "one a minute, not " + lines);
    }

    @Test
    void deepNestingPasses() {
        assertPasses("[".repeat(200_000) + "]".repeat(200_000));
    }

    @Test
    void deepNestingOfObjectsPasses() {
        assertPasses("{\"a\":".repeat(200_000) + "1" + "}".repeat(200_000));
    }

    @Test
    void aMegabyteOfTextPasses() {
        assertPasses("{\"content\":\"" + "é".repeat(500_000) + "\"}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"id":"1"}
            {"id":"1","account":null,"mentions":null}
            {"id":"1","account":{},"mentions":"none"}
            {"id":"1","account":5,"mentions":{}}
            [1,2]
            """)
    void anIncompleteStatusPassesOnAChannelWithoutChecks(String payload) {
        assertPasses(payload);
    }

    private void assertPasses(String payload) {
        Token token = mastodon.reader();
        String channel = "timeline:" + token.account().id();
        try (EventStream stream = trunkline.stream("/user", token)) {
            mastodon.publish(channel, "update", payload);
            ReceivedEvent event = stream.next();
            assertEquals("update", event.name());
            assertTrue(payload.equals(event.data()), "The payload has changed");
            assertEquals(mastodon.publishMarker(channel), stream.nextData());
        }
    }
}

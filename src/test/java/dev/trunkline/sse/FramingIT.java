package dev.trunkline.sse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trunkline.harness.EventStream;
import dev.trunkline.harness.HttpAnswer;
import dev.trunkline.harness.HttpSocket;
import dev.trunkline.harness.Mastodon;
import dev.trunkline.harness.Token;
import dev.trunkline.harness.Trunkline;
import dev.trunkline.harness.WireTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The exact bytes of a stream (protocol, section 4). */
@WireTest
class FramingIT {

    private final Trunkline trunkline;
    private final Mastodon mastodon;

    FramingIT(Trunkline trunkline, Mastodon mastodon) {
        this.trunkline = trunkline;
        this.mastodon = mastodon;
    }

    @Test
    void aWholeStreamHasTheseBytes() {
        Token token = mastodon.reader();
        String channel = "timeline:" + token.account().id();
        try (HttpSocket socket =
                trunkline.get("/api/v1/streaming/user").bearer(token).send()) {
            HttpAnswer head = socket.head();
            assertEquals(200, head.status());
            assertEquals("text/event-stream", head.header("Content-Type"));
            assertEquals("private, no-store", head.header("Cache-Control"));
            assertEquals("chunked", head.header("Transfer-Encoding"));
            assertNull(head.header("Content-Length"));
            assertNull(head.header("Content-Encoding"));
            assertEquals("3\r\n:)\n\r\n", socket.exactly(8));

            mastodon.publish(channel, "update", "{\"id\":\"1\"}");
            assertExactly("20\r\nevent: update\ndata: {\"id\":\"1\"}\n\n\r\n", socket);
            mastodon.publish(channel, "delete", "\"1\"");
            assertExactly("17\r\nevent: delete\ndata: 1\n\n\r\n", socket);
            mastodon.publish(channel, "{\"event\":\"filters_changed\"}");
            assertExactly("23\r\nevent: filters_changed\ndata: null\n\n\r\n", socket);

            mastodon.kill(token);
            assertExactly("0\r\n\r\n", socket);
            assertTrue(socket.ended());
        }
    }

    private static void assertExactly(String expected, HttpSocket socket) {
        assertEquals(expected, socket.exactly(expected.length()));
    }

    @Test
    void severalEventsAreSeveralChunks() {
        Token token = mastodon.reader();
        try (EventStream stream = trunkline.stream("/user", token)) {
            for (int i = 0; i < 100; i++) {
                mastodon.publish("timeline:" + token.account().id(), "delete", "\"" + i + "\"");
            }
            for (int i = 0; i < 100; i++) {
                assertEquals("event: delete\ndata: " + i + "\n\n", stream.record());
            }
        }
    }

    /** A payload as published, and the text after {@code data: }; \\n in the second column begins a line. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"z":1,"a":2}                            | {"z":1,"a":2}
            {"a":1,"a":2}                            | {"a":1,"a":2}
            {"n":9007199254740993}                   | {"n":9007199254740993}
            {"n":123456789012345678901234567890}     | {"n":123456789012345678901234567890}
            {"n":1.0,"m":1e5,"o":-0,"p":1E+2}        | {"n":1.0,"m":1e5,"o":-0,"p":1E+2}
            { "a" : [ 1 , 2 ] , "b" : { } }          | {"a":[1,2],"b":{}}
            {"a":" x  y ","b":"\\" : , "}            | {"a":" x  y ","b":"\\" : , "}
            {"a":"\\u00e9\\/\\ud83d\\ude00é😀"}      | {"a":"\\u00e9\\/\\ud83d\\ude00é😀"}
            {"a":"<b>&amp;</b>"}                     | {"a":"<b>&amp;</b>"}
            {}                                       | {}
            []                                       | []
            [1,{"a":null}]                           | [1,{"a":null}]
            "12345"                                  | 12345
            "two\\nlines"                            | two\\nlines
            "two\\r\\nlines"                         | two\\nlines
            "two\\rlines"                            | two\\nlines
            "three\\n\\nlines"                       | three\\n\\nlines
            "ends\\n"                                | ends\\n
            "\\n"                                    | \\n
            "a \\"quoted\\" é"                       | a "quoted" é
            "{\\"json\\":1}"                         | {"json":1}
            12345678901234567890                     | 12345678901234567890
            1.50                                     | 1.50
            true                                     | true
            """)
    void aPayloadIsTheTextThatWasPublished(String payload, String data) {
        Token token = mastodon.reader();
        try (EventStream stream = trunkline.stream("/user", token)) {
            mastodon.publish("timeline:" + token.account().id(), "update", payload);
            assertEquals("event: update\ndata: " + data.replace("\\n", "\ndata: ") + "\n\n", stream.record());
        }
    }

    @Test
    void whiteSpaceAndOtherMembersOfTheMessageDoNotMatter() {
        Token token = mastodon.reader();
        try (EventStream stream = trunkline.stream("/user", token)) {
            mastodon.publish(
                    "timeline:" + token.account().id(),
                    "\n{ \"queued_at\" : 1700000000000,\t\"payload\" : {\r\n\"a\" : 1 } , \"event\" : \"update\" }\n");
            assertEquals("event: update\ndata: {\"a\":1}\n\n", stream.record());
        }
    }

    @Test
    void theLastOfTwoKeysCounts() {
        Token token = mastodon.reader();
        try (EventStream stream = trunkline.stream("/user", token)) {
            mastodon.publish(
                    "timeline:" + token.account().id(),
                    "{\"event\":\"delete\",\"payload\":\"1\",\"event\":\"update\",\"payload\":{\"a\":2}}");
            assertEquals("event: update\ndata: {\"a\":2}\n\n", stream.record());
        }
    }

    @Test
    void malformedUtf8IsReplaced() {
        Token token = mastodon.reader();
        byte[] message = "{\"event\":\"update\",\"payload\":{\"a\":\"?\"}}".getBytes(UTF_8);
        message[message.length - 4] = (byte) 0xff;
        try (EventStream stream = trunkline.stream("/user", token)) {
            mastodon.redis().publish("timeline:" + token.account().id(), message);
            assertEquals("event: update\ndata: {\"a\":\"\ufffd\"}\n\n", stream.record());
        }
    }
}

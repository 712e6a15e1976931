package dev.trunkline.event;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventParserTest {
    @Test
    void readsAnEvent() {
        Event event = event("{\"event\":\"update\",\"payload\":{\"id\":\"1\",\"account\":{\"id\":\"2\"}}}");
        assertEquals("update", event.name());
        assertEquals(PayloadKind.JSON, event.kind());
        assertEquals("{\"id\":\"1\",\"account\":{\"id\":\"2\"}}", text(event));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "[[],{}]",
                "{\"b\":1,\"a\":2,\"b\":3}",
                "[123456789012345678901234567890,1.0,1E+400,-0,1e-400]",
                "[\"\\u0041\\/\\ud800 \\\\\",\"\\\"\"]",
                "{\"a b\":\" \\\" [ ] { } : , \\\\\"}",
                "[true,false,null,\"\"]",
                "[\"漢字 é 😀\",\"\u007f\u2028\"]",
            })
    void keepsTheTokensOfAPayload(String json) {
        assertEquals(json, text(event("{\"event\":\"x\",\"payload\":" + json + "}")));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '|',
            value = {
                "{ \"a\" : 1 }, {\"a\":1}",
                "[ ], []",
                "{\t}, {}",
                "[\"  a \\\" b  \" % \" \" ], [\"  a \\\" b  \"%\" \"]",
                "[[ [ 1 ] ]], [[[1]]]",
                "{\"a \\\\\" : {\"b\" :\t\" \\\\\" } }, {\"a \\\\\":{\"b\":\" \\\\\"}}",
            })
    void dropsWhiteSpaceBetweenTokens(String json, String compact) {
        Event event = event(" {\n\"event\" :\r\n\t\"x\" , \"payload\": " + json.replace('%', ',') + " \r\n} ");
        assertEquals(compact.replace('%', ','), text(event));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '|',
            value = {
                "\"1234\", 1234",
                "1234, 1234",
                "-1.50e3, -1.50e3",
                "123456789012345678901234567890, 123456789012345678901234567890",
                "1e-300, 1e-300",
                "1e400, 1e400",
                "true, true",
                "\"0\", 0",
                "\"null\", null",
                "\"\\u0041\\u00e9\\u6f22\", Aé漢",
                "\"\\/\\\\\\\"\", /\\\"",
                "\"\\ud83d\\ude00\", 😀",
                "\"\\uD83D\\uDE00\", 😀",
                "\"\\ude00\\ud83d\", \ufffd\ufffd",
                "\"a\\ud83d\", a\ufffd",
                "\"\\ud83dn\", \ufffdn",
            })
    void readsAScalarAsBareText(String json, String text) {
        Event event = event("{\"event\":\"delete\",\"payload\":" + json + "}");
        assertEquals(PayloadKind.TEXT, event.kind());
        assertEquals(text, text(event));
    }

    @Test
    void resolvesControlCharactersInText() {
        Event event = event("{\"event\":\"x\",\"payload\":\"\\b\\f\\n\\r\\t\\u0000\"}");
        assertEquals("\b\f\n\r\t\u0000", text(event));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "false",
                "\"\"",
                "0",
                "-0",
                "0.0",
                "-0.000",
                "0e5",
                "0E-5",
                "1e-400",
                "0.0e99999999999",
                "-1e-324",
                "1e-99999999999"
            })
    void dropsAnEventWithoutAPayload(String json) {
        assertEquals(Malformed.NO_PAYLOAD, parse("{\"event\":\"update\",\"payload\":" + json + "}"));
        assertEquals(Malformed.NO_PAYLOAD, parse("{\"payload\":{},\"event\":\"update\",\"payload\":" + json + "}"));

        Event bare = event("{\"event\":\"filters_changed\",\"payload\":" + json + "}");
        assertEquals(PayloadKind.NONE, bare.kind());
        assertEquals(0, bare.payload().length);
    }

    @Test
    void dropsAnEventWhosePayloadIsMissing() {
        assertEquals(Malformed.NO_PAYLOAD, parse("{\"event\":\"update\"}"));
        assertEquals(Malformed.NO_PAYLOAD, parse("{\"event\":\"update\",\"Payload\":{}}"));
        assertEquals(Malformed.NO_PAYLOAD, parse("{\"event\":\"update\",\"data\":{\"payload\":{}}}"));
    }

    @Test
    void needsNoPayloadForChangedFilters() {
        assertEquals(PayloadKind.NONE, event("{\"event\":\"filters_changed\"}").kind());
        assertEquals("{\"a\":1}", text(event("{\"event\":\"filters_changed\",\"payload\":{\"a\":1}}")));
        assertEquals("1", text(event("{\"event\":\"filters_changed\",\"payload\":1}")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"payload\":{}}",
                "{\"event\":\"\",\"payload\":{}}",
                "{\"event\":1,\"payload\":{}}",
                "{\"event\":null,\"payload\":{}}",
                "{\"event\":[\"update\"],\"payload\":{}}",
                "{\"event\":\"a\\nb\",\"payload\":{}}",
                "{\"event\":\"a\\u0000\",\"payload\":{}}",
                "{\"event\":\"\u007f\",\"payload\":{}}",
                "{\"event\":\"\u0085\",\"payload\":{}}",
                "{\"event\":\"update\",\"payload\":{},\"event\":1}",
                "{\"Event\":\"update\",\"payload\":{}}",
                "{\"data\":{\"event\":\"update\"},\"payload\":{}}",
                "{}",
                "[]",
                "[\"event\",\"payload\"]",
                "\"event\"",
                "null",
                " 1 ",
            })
    void dropsMessagesWithoutAName(String message) {
        assertEquals(Malformed.NO_NAME, parse(message));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update",
                "delete",
                "status.update",
                "notification",
                "conversation",
                "announcement",
                "announcement.reaction",
                "announcement.delete",
                "notifications_merged",
                "filters_changed",
                "kill"
            })
    void sharesTheWellKnownNames(String name) {
        String escaped = String.format("\\u%04x", (int) name.charAt(0)) + name.substring(1);
        assertEquals(name, event("{\"event\":\"" + name + "\",\"payload\":1}").name());
        assertSame(
                event("{\"event\":\"" + name + "\",\"payload\":1}").name(),
                event("{\"event\":\"" + escaped + "\",\"payload\":1}").name());
    }

    @Test
    void keepsOtherNamesAsTheyAre() {
        assertEquals(
                "emoji_reaction",
                event("{\"event\":\"emoji_reaction\",\"payload\":1}").name());
        assertEquals(
                "é 漢\ufffd",
                event("{\"event\":\"é \\u6f22\\ud800\",\"payload\":1}").name());
    }

    @Test
    void takesTheLastOfDuplicates() {
        Event event =
                event("{\"event\":\"a\",\"payload\":{\"a\" : 1},\"payload\":\"p\",\"event\":\"b\",\"payload\":[1, 2]}");
        assertEquals("b", event.name());
        assertEquals("[1,2]", text(event));
    }

    @Test
    void readsKeysWrittenWithEscapes() {
        Event event = event("{\"\\u0065vent\":\"x\",\"payload\":1,\"pa\\u0079loa\\u0064\":2}");
        assertEquals("x", event.name());
        assertEquals("2", text(event));
        String all = "\\u0070\\u0061\\u0079\\u006c\\u006f\\u0061\\u0064";
        assertEquals("2", text(event("{\"event\":\"x\",\"payload\":1,\"" + all + "\":2}")));
        assertEquals("1", text(event("{\"event\":\"x\",\"payload\":1,\"\\\\payload\":2,\"payload\\u0000\":3}")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "}",
                "[",
                "]",
                "\"",
                "\"\\\"",
                "{]",
                "[}",
                "[1,]",
                "[,1]",
                "[1 2]",
                "{\"a\"}",
                "{\"a\":}",
                "{\"a\":1,}",
                "{,}",
                "{a:1}",
                "{'a':1}",
                "{1:1}",
                "{\"a\" 1}",
                "{\"a\":1 \"b\":2}",
                "{\"a\":1:2}",
                "{}{}",
                "{} x",
                "1 2",
                "01",
                "-",
                "-01",
                "+1",
                ".5",
                "1.",
                "1.e1",
                "1e",
                "1e+",
                "1e1.5",
                "--1",
                "0x1",
                "NaN",
                "Infinity",
                "-Infinity",
                "tru",
                "truE",
                "True",
                "nul",
                "nulll",
                "fals",
                "falsey",
                "\"\\x\"",
                "\"\\u12\"",
                "\"\\u12g4\"",
                "\"\\u\"",
                "\"\\",
                "\"a\nb\"",
                "\"a\tb\"",
                "\"abcdefgh\u0001\"",
                "\"\u0000\"",
                "\u0000",
                "{}\u0000",
                "\u00a0{}",
                "{}\u2028",
                "\ufeff{}",
                "\f{}",
                "\u000b{}",
                "/**/{}",
                "[1]//",
                "[undefined]",
                "\"\\u\uff11\uff11\uff11\uff11\""
            })
    void dropsMessagesThatAreNotJson(String json) {
        assertEquals(Malformed.NOT_JSON, parse(json));
        assertEquals(Malformed.NOT_JSON, parse("{\"event\":\"update\",\"payload\":" + json + "}x"));
        if (!json.endsWith("{}")) {
            assertEquals(Malformed.NOT_JSON, parse("{\"event\":\"update\",\"payload\":[" + json + ",1]}"));
        }
    }

    @Test
    void repairsUtf8BeforeAnythingElse() {
        assertEquals("[\"a???\"]".replace('?', '\ufffd'), text(latin1("x", "[\"a\u00ed\u00a0\u0080\"]")));
        assertEquals("[\"a?\",\"?\"]".replace('?', '\ufffd'), text(latin1("x", "[\"a\u00e2\u0082\" , \"\u00ff\"]")));
        assertEquals(
                "a?\n?".replace('?', '\ufffd'),
                text(latin1("x", "\"a\u00c3\\n\u00ed\\u0020\"")).replace(" ", ""));
        assertEquals("\ufffd", latin1("\u00f0\u009f\u0098", "1").name());
    }

    @Test
    void nestsTwoHundredThousandDeep() {
        String arrays = "[".repeat(200_000) + "]".repeat(200_000);
        String objects = "{\"a\":".repeat(200_000) + "{}" + "}".repeat(200_000);
        assertEquals(arrays, text(event("{\"event\":\"x\",\"payload\":" + arrays + "}")));
        assertEquals(objects, text(event("{\"event\":\"x\",\"payload\":" + objects + "}")));
        assertEquals(Malformed.NOT_JSON, parse("[{\"a\":".repeat(100_000)));
        assertEquals(Malformed.NOT_JSON, parse("[{\"a\":".repeat(100_000) + "1" + "]}".repeat(100_000)));
    }

    @Test
    void acceptsAMegabyteOfText() {
        String text = "1234567 漢".repeat(1 << 17);
        assertEquals("[\"" + text + "\"]", text(event("{\"event\":\"x\",\"payload\":[\"" + text + "\"]}")));
        assertEquals(text, text(event("{\"event\":\"x\",\"payload\":\"" + text + "\"}")));
        String number = "1".repeat(1 << 20);
        assertEquals(number, text(event("{\"event\":\"x\",\"payload\":" + number + "}")));
    }

    @Test
    void doesNotChangeTheMessage() {
        byte[] message = "{\"event\":\"x\",\"payload\":[\"\u00ff\" , 1]}".getBytes(ISO_8859_1);
        byte[] copy = message.clone();
        assertInstanceOf(Event.class, EventParser.parse(message));
        assertArrayEquals(copy, message);
    }

    private static Event latin1(String name, String json) {
        byte[] message = ("{\"event\":\"" + name + "\",\"payload\":" + json + "}").getBytes(ISO_8859_1);
        return assertInstanceOf(Event.class, EventParser.parse(message));
    }

    private static Event event(String message) {
        return assertInstanceOf(Event.class, parse(message));
    }

    private static Parsed parse(String message) {
        return EventParser.parse(message.getBytes(UTF_8));
    }

    private static String text(Event event) {
        return new String(event.payload(), UTF_8);
    }
}

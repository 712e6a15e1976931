package dev.trunkline.ws;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.trunkline.harness.DependsOnJdk;
import dev.trunkline.harness.Mastodon;
import dev.trunkline.harness.SocketEvent;
import dev.trunkline.harness.Token;
import dev.trunkline.harness.Trunkline;
import dev.trunkline.harness.WebSocketClient;
import dev.trunkline.harness.WireTest;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each event in use as a frame; its payload is the string that SSE has as data (protocol, sections 5, 6 and 10). */
@DependsOnJdk
@WireTest
class SocketEventsIT {

    private final Trunkline trunkline;
    private final Mastodon mastodon;

    SocketEventsIT(Trunkline trunkline, Mastodon mastodon) {
        this.trunkline = trunkline;
        this.mastodon = mastodon;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            update                | {"id":"1","account":{"id":"2","acct":"a"},"mentions":[],"filtered":[]} | "{\\"id\\":\\"1\\",\\"account\\":{\\"id\\":\\"2\\",\\"acct\\":\\"a\\"},\\"mentions\\":[],\\"filtered\\":[]}"
            status.update         | {"id":"1","account":{"id":"2","acct":"a"},"mentions":[],"filtered":[]} | "{\\"id\\":\\"1\\",\\"account\\":{\\"id\\":\\"2\\",\\"acct\\":\\"a\\"},\\"mentions\\":[],\\"filtered\\":[]}"
            delete                | "112233445566778899" | "112233445566778899"
            delete                | 112233445566778899   | "112233445566778899"
            delete                | 9007199254740993     | "9007199254740993"
            notification          | {"id":"3", "type" : "mention"} | "{\\"id\\":\\"3\\",\\"type\\":\\"mention\\"}"
            conversation          | {"id":"4","unread":true}    | "{\\"id\\":\\"4\\",\\"unread\\":true}"
            announcement          | {"id":"5"}                  | "{\\"id\\":\\"5\\"}"
            announcement.reaction | {"name":"x","count":1,"announcement_id":"5"} | "{\\"name\\":\\"x\\",\\"count\\":1,\\"announcement_id\\":\\"5\\"}"
            announcement.delete   | "5"                         | "5"
            notifications_merged  | "1"                         | "1"
            encrypted_message     | {"id":"6"}                  | "{\\"id\\":\\"6\\"}"
            an.unknown/one é      | "7"                         | "7"
            x                     | {"a":9007199254740993,"b":1.10,"c":1e400} | "{\\"a\\":9007199254740993,\\"b\\":1.10,\\"c\\":1e400}"
            x                     | {"b":1,"a":2,"b":3}         | "{\\"b\\":1,\\"a\\":2,\\"b\\":3}"
            x                     | {"a":"\\u00e9\\n\\u2028/\\/"} | "{\\"a\\":\\"\\\\u00e9\\\\n\\\\u2028/\\\\/\\"}"
            x                     | "a\\n\\t\\"\\u0001\\u001f\\u007f\\u2028\\\\/\\/é💩" | "a\\n\\t\\"\\u0001\\u001f<del><ls>\\\\//é💩"
            x                     | [1, [ ], {"a" : [ ]}]       | "[1,[],{\\"a\\":[]}]"
            x                     | true                        | "true"
            """)
    void anEventIsOneFrame(String name, String payload, String string) {
        Token token = mastodon.reader();
        String tag = Mastodon.unique("tag");
        try (WebSocketClient socket = trunkline.webSocket("?stream=user", token)) {
            socket.ask("{'type':'subscribe','stream':'hashtag','tag':'" + tag + "'}")
                    .settle();
            String expected = ",\"event\":\"" + name + "\",\"payload\":" + unfold(string) + "}";
            mastodon.publish("timeline:" + token.account().id(), name, payload);
            assertEquals("{\"stream\":[\"user\"]" + expected, socket.nextText());
            mastodon.publish("timeline:hashtag:" + tag, name, payload);
            assertEquals("{\"stream\":[\"hashtag\",\"" + tag + "\"]" + expected, socket.nextText());
        }
    }

    /** Invisible characters that a JSON string may contain unescaped. */
    private static String unfold(String string) {
        return string.replace("<del>", "\u007f").replace("<ls>", "\u2028");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",\"payload\":null", ",\"payload\":\"\"", ",\"payload\":0", ",\"payload\":false"})
    void filtersChangedHasNoPayload(String member) {
        Token token = mastodon.reader();
        try (WebSocketClient socket = trunkline.webSocket("?stream=user", token)) {
            socket.settle();
            mastodon.publish("timeline:" + token.account().id(), "{\"event\":\"filters_changed\"" + member + "}");
            assertEquals("{\"stream\":[\"user\"],\"event\":\"filters_changed\"}", socket.nextText());
        }
    }

    @Test
    void filtersChangedWithAPayloadCarriesIt() {
        Token token = mastodon.reader();
        try (WebSocketClient socket = trunkline.webSocket("?stream=user", token)) {
            socket.settle();
            mastodon.publish("timeline:" + token.account().id(), "filters_changed", "{\"a\":1}");
            assertEquals(new SocketEvent("[\"user\"]", "filters_changed", "{\"a\":1}"), socket.next());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no json",
                "",
                "{}",
                "[]",
                "{\"event\":\"update\"}",
                "{\"event\":\"\",\"payload\":{}}",
                "{\"event\":\"delete\",\"payload\":\"\"}",
                "{\"event\":\"a\\nb\",\"payload\":\"1\"}"
            })
    void aMessageThatIsNoEventIsDropped(String message) {
        Token token = mastodon.reader();
        String user = "timeline:" + token.account().id();
        try (WebSocketClient socket = trunkline.webSocket("?stream=user", token)) {
            socket.settle();
            mastodon.publish(user, message);
            String marker = mastodon.publishMarker(user);
            assertEquals(marker, socket.next().payload());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 125, 126, 65_400, 65_600, 1_000_000})
    void payloadsOfAnySizeAreWhole(int size) {
        Token token = mastodon.reader();
        String payload = "\u00e9".repeat(size / 2 + 1);
        try (WebSocketClient socket = trunkline.webSocket("?stream=user", token)) {
            socket.settle();
            mastodon.publish("timeline:" + token.account().id(), "x", '"' + payload + '"');
            assertEquals(payload, socket.next().payload());
        }
    }

    @Test
    void malformedUtf8IsReplaced() {
        Token token = mastodon.reader();
        byte[] message = "{\"event\":\"x\",\"payload\":\"a?b\"}".getBytes(UTF_8);
        message[message.length - 4] = (byte) 0xFF;
        try (WebSocketClient socket = trunkline.webSocket("?stream=user", token)) {
            socket.settle();
            mastodon.redis().publish("timeline:" + token.account().id(), message);
            assertEquals("a\ufffdb", socket.next().payload());
        }
    }

    @Test
    void eventsComeInTheOrderOfTheirChannel() {
        Token token = mastodon.reader();
        String user = "timeline:" + token.account().id();
        try (WebSocketClient socket = trunkline.webSocket("?stream=user", token)) {
            socket.settle();
            List<String> published = IntStream.range(0, 500)
                    .mapToObj(i -> mastodon.publishMarker(user))
                    .toList();
            for (String marker : published) {
                assertEquals(marker, socket.next().payload());
            }
        }
    }

    @Test
    void nothingOfTheSystemChannelsIsSent() {
        Token token = mastodon.reader();
        try (WebSocketClient socket = trunkline.webSocket("?stream=user", token)) {
            socket.settle();
            for (String system :
                    new String[] {"timeline:system:" + token.account().id(), "timeline:access_token:" + token.id()}) {
                mastodon.publish(system, "{\"event\":\"filters_changed\"}");
                mastodon.publish(system, "update", "{\"id\":\"1\"}");
                mastodon.publish(system, "no json");
                String marker =
                        mastodon.publishMarker("timeline:" + token.account().id());
                assertEquals(marker, socket.next().payload());
            }
        }
    }
}

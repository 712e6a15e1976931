package dev.trunkline.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.trunkline.harness.EventStream;
import dev.trunkline.harness.Mastodon;
import dev.trunkline.harness.Request;
import dev.trunkline.harness.SocketEvent;
import dev.trunkline.harness.Token;
import dev.trunkline.harness.Trunkline;
import dev.trunkline.harness.WebSocketClient;
import dev.trunkline.harness.WireTest;
import io.vertx.core.json.JsonArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A query is read as leniently as Mastodon's server reads it, on both transports (protocol, section 3). */
@WireTest
class QueryIT {

    private final Trunkline trunkline;
    private final Token token;
    private final Mastodon mastodon;

    QueryIT(Trunkline trunkline, Mastodon mastodon) {
        this.trunkline = trunkline;
        this.mastodon = mastodon;
        this.token = mastodon.reader();
    }

    /** In the second column what the tag's channel has left of it. */
    @ParameterizedTest
    @CsvSource(delimiter = ' ', quoteCharacter = '§', textBlock = """
            | §§
            { §§
            } §§
            " §§
            ^ §§
            ` §§
            \\ §§
            < §§
            > §§
            [ §§
            % §§
            %4 4
            %zz zz
            é e
            日本 日本
            """)
    void rawCharactersStandForThemselves(String raw, String left) {
        String tag = Mastodon.unique("tag");
        String query = "?junk" + raw + "=" + raw + "&tag=" + tag + raw + "&stream=hashtag&access_token=" + token.text();
        String channel = "timeline:hashtag:" + tag + left;
        try (EventStream stream = get("/api/v1/streaming/hashtag" + query).stream();
                WebSocketClient socket =
                        get("/api/v1/streaming" + query).upgrade().webSocket()) {
            socket.settle();
            String marker = mastodon.publishMarker(channel);
            assertEquals(marker, stream.nextData());
            String label = new JsonArray().add("hashtag").add(tag + raw).encode();
            assertEquals(new SocketEvent(label, "delete", marker), socket.next());
        }
    }

    @Test
    void aParameterCountsWhereverItStands() {
        String junk = "?" + "a&".repeat(1_900);
        try (EventStream stream = get("/api/v1/streaming/direct" + junk + "access_token=" + token.text()).stream();
                WebSocketClient socket = get("/" + junk + "stream=direct&access_token=" + token.text())
                        .upgrade()
                        .webSocket()) {
            socket.settle();
            String marker =
                    mastodon.publishMarker("timeline:direct:" + token.account().id());
            assertEquals(marker, stream.nextData());
            assertEquals(marker, socket.next().payload());
        }
    }

    /** The target as bytes of UTF-8. */
    private Request get(String target) {
        return trunkline.get(new String(target.getBytes(UTF_8), ISO_8859_1));
    }
}

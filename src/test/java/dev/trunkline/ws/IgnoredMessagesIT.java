package dev.trunkline.ws;

import static dev.trunkline.harness.WebSocketClient.text;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.trunkline.harness.Mastodon;
import dev.trunkline.harness.SocketEvent;
import dev.trunkline.harness.Token;
import dev.trunkline.harness.Trunkline;
import dev.trunkline.harness.WebSocketClient;
import dev.trunkline.harness.WireTest;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages without a meaning are ignored, and later ones are executed (protocol, section 5). */
@WireTest
class IgnoredMessagesIT {

    private final Trunkline trunkline;
    private final Mastodon mastodon;

    IgnoredMessagesIT(Trunkline trunkline, Mastodon mastodon) {
        this.trunkline = trunkline;
        this.mastodon = mastodon;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "no json",
                "{",
                "{}",
                "null",
                "true",
                "7",
                "\"text\"",
                "[]",
                "[{\"type\":\"subscribe\",\"stream\":\"user\"}]",
                "{\"type\":\"subscribe\",\"stream\":\"user\"",
                "{\"type\":\"subscribe\",\"stream\":\"user\"} x",
                "{'type':'subscribe','stream':'user'}",
                "{\"stream\":\"user\"}",
                "{\"type\":\"Subscribe\",\"stream\":\"user\"}",
                "{\"type\":\"ping\"}",
                "{\"type\":null,\"stream\":\"user\"}",
                "{\"type\":[\"subscribe\"],\"stream\":\"user\"}",
                "{\"type\":\"\",\"stream\":\"user\"}"
            })
    void noMessageIsAnswered(String message) {
        Token token = mastodon.reader();
        try (WebSocketClient socket = trunkline.webSocket("", token)) {
            // These are more than may wait at a time: none is lost when reading stops and resumes.
            socket.send(Collections.nCopies(50, text(message))).settle();
            mastodon.publishMarker("timeline:" + token.account().id());
            socket.subscribe("direct").settle();
            String marker =
                    mastodon.publishMarker("timeline:direct:" + token.account().id());
            assertEquals(new SocketEvent("[\"direct\"]", "delete", marker), socket.next());
        }
    }

    @Test
    void unclosedBracketsAreNotAnswered() {
        try (WebSocketClient socket = trunkline.webSocket("", mastodon.reader())) {
            socket.say("[".repeat(60_000))
                    .say("{\"a\":".repeat(10_000))
                    .say("7".repeat(60_000))
                    .settle();
        }
    }

    @Test
    void ofARepeatedKeyTheLastCounts() {
        Token token = mastodon.reader();
        try (WebSocketClient socket = trunkline.webSocket("", token)) {
            socket.ask("{'type':'unsubscribe','stream':'user','type':'subscribe','stream':'direct'}")
                    .settle();
            mastodon.publishMarker("timeline:" + token.account().id());
            String marker =
                    mastodon.publishMarker("timeline:direct:" + token.account().id());
            assertEquals(marker, socket.next().payload());
        }
    }
}

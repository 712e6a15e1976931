package dev.trunkline.ws;

import static dev.trunkline.harness.WebSocketClient.text;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.trunkline.harness.Mastodon;
import dev.trunkline.harness.Token;
import dev.trunkline.harness.Trunkline;
import dev.trunkline.harness.WebSocketClient;
import dev.trunkline.harness.WireTest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The limit of subscriptions of one socket (protocol, section 10). */
@WireTest(settings = "trunkline.websocket.max-subscriptions=3")
class SubscriptionLimitIT {

    private final Trunkline trunkline;
    private final Mastodon mastodon;

    SubscriptionLimitIT(Trunkline trunkline, Mastodon mastodon) {
        this.trunkline = trunkline;
        this.mastodon = mastodon;
    }

    private static final String TOO_MANY = "{\"error\":\"Too many subscriptions\",\"status\":429}";

    @Test
    void moreSubscriptionsAreRefused() {
        Token token = mastodon.reader();
        try (WebSocketClient socket = trunkline.webSocket("?stream=user", token)) {
            socket.subscribe("direct").subscribe("public").settle();
            socket.subscribe("public:local");
            assertEquals(TOO_MANY, socket.nextText());
            // Existing subscriptions stay, and repeating one is still harmless.
            socket.subscribe("user").settle();
            String marker = mastodon.publishMarker("timeline:" + token.account().id());
            assertEquals(marker, socket.next().payload());
            socket.unsubscribe("direct").subscribe("public:local").settle();
            socket.subscribe("direct");
            assertEquals(TOO_MANY, socket.nextText());
            assertEquals(
                    0,
                    Long.parseLong(mastodon.redis()
                            .texts(
                                    "PUBSUB",
                                    "NUMSUB",
                                    "timeline:direct:" + token.account().id())
                            .get(1)));
        }
    }

    @Test
    void refusalsDoNotCount() {
        try (WebSocketClient socket = trunkline.webSocket("?stream=user", mastodon.reader())) {
            for (int i = 0; i < 5; i++) {
                socket.subscribe("hashtag");
                assertEquals("{\"error\":\"Missing tag name parameter\",\"status\":400}", socket.nextText());
            }
            socket.subscribe("direct").subscribe("public").settle();
        }
    }

    @Test
    void aFloodOfTagsLeavesNoChannels() {
        try (WebSocketClient socket = trunkline.webSocket("", mastodon.reader())) {
            List<byte[]> messages = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                messages.add(text("{\"type\":\"subscribe\",\"stream\":\"hashtag\",\"tag\":\"flood" + i + "\"}"));
            }
            socket.send(messages);
            for (int i = 3; i < 300; i++) {
                assertEquals(TOO_MANY, socket.nextText());
            }
            assertEquals(
                    3,
                    mastodon.redis()
                            .texts("PUBSUB", "CHANNELS", "timeline:hashtag:flood*")
                            .size());
        }
        await().until(() -> mastodon.redis()
                .texts("PUBSUB", "CHANNELS", "timeline:hashtag:flood*")
                .isEmpty());
    }
}

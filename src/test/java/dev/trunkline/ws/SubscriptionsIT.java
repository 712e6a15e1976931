package dev.trunkline.ws;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.trunkline.harness.Mastodon;
import dev.trunkline.harness.SocketEvent;
import dev.trunkline.harness.Token;
import dev.trunkline.harness.Trunkline;
import dev.trunkline.harness.WebSocketClient;
import dev.trunkline.harness.WireTest;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** Which subscriptions are the same, and how they end (protocol, sections 5 and 10). */
@WireTest
class SubscriptionsIT {

    private final Trunkline trunkline;
    private final Mastodon mastodon;

    SubscriptionsIT(Trunkline trunkline, Mastodon mastodon) {
        this.trunkline = trunkline;
        this.mastodon = mastodon;
    }

    @Test
    void aRepeatedSubscriptionIsOne() {
        Token token = mastodon.reader();
        long list = mastodon.list(token.account());
        String tag = Mastodon.unique("tag");
        try (WebSocketClient socket = trunkline.webSocket("?stream=user", token)) {
            socket.subscribe("user").subscribe("user");
            socket.ask("{'type':'subscribe','stream':'hashtag','tag':'" + tag + "'}");
            socket.ask("{'type':'subscribe','stream':'hashtag','tag':'#" + tag.toUpperCase(Locale.ROOT) + "'}");
            socket.ask("{'type':'subscribe','stream':'list','list':" + list + "}");
            socket.ask("{'type':'subscribe','stream':'list','list':'0" + list + "'}");
            socket.settle();
            assertOnce(socket, "timeline:" + token.account().id(), "[\"user\"]");
            // The first spelling stays.
            assertOnce(socket, "timeline:hashtag:" + tag, "[\"hashtag\",\"" + tag + "\"]");
            assertOnce(socket, "timeline:list:" + list, "[\"list\"," + list + "]");
        }
    }

    @Test
    void oneUnsubscriptionEndsItAndARepetitionIsHarmless() {
        Token token = mastodon.reader();
        String tag = Mastodon.unique("tag");
        try (WebSocketClient socket = trunkline.webSocket("", token)) {
            socket.unsubscribe("user").unsubscribe("direct");
            socket.subscribe("user").subscribe("user").unsubscribe("user").unsubscribe("user");
            socket.ask("{'type':'subscribe','stream':'hashtag','tag':'" + tag + "'}");
            socket.ask("{'type':'unsubscribe','stream':'hashtag','tag':'#" + tag.toUpperCase(Locale.ROOT) + "'}");
            socket.settle();
            mastodon.publishMarker("timeline:" + token.account().id());
            mastodon.publishMarker("timeline:hashtag:" + tag);
            socket.subscribe("direct").settle();
            assertOnce(socket, "timeline:direct:" + token.account().id(), "[\"direct\"]");
        }
    }

    @Test
    void differentTagsAndListsAreDifferent() {
        Token token = mastodon.reader();
        long one = mastodon.list(token.account());
        long two = mastodon.list(token.account());
        try (WebSocketClient socket = trunkline.webSocket("", token)) {
            socket.ask("{'type':'subscribe','stream':'list','list':'" + one + "'}");
            socket.ask("{'type':'subscribe','stream':'list','list':'" + two + "'}");
            socket.ask("{'type':'unsubscribe','stream':'list','list':'" + one + "'}")
                    .settle();
            mastodon.publishMarker("timeline:list:" + one);
            assertOnce(socket, "timeline:list:" + two, "[\"list\",\"" + two + "\"]");
        }
    }

    @Test
    void aDeletedListCanBeUnsubscribed() {
        Token token = mastodon.reader();
        long list = mastodon.list(token.account());
        try (WebSocketClient socket = trunkline.webSocket("?stream=user&list=" + list, token)) {
            socket.ask("{'type':'subscribe','stream':'list','list':'" + list + "'}")
                    .settle();
            mastodon.update("DELETE FROM lists WHERE id = ?", list);
            socket.ask("{'type':'unsubscribe','stream':'list','list':'" + list + "'}")
                    .settle();
            mastodon.publishMarker("timeline:list:" + list);
            assertOnce(socket, "timeline:" + token.account().id(), "[\"user\"]");
            // From now on no account owns it.
            socket.ask("{'type':'unsubscribe','stream':'list','list':'" + list + "'}");
            assertEquals("{\"error\":\"Error unsubscribing from channel\"}", socket.nextText());
        }
    }

    @Test
    void anOwnListThatIsNotSubscribedIsANoOp() {
        Token token = mastodon.token(mastodon.account(), "profile");
        long list = mastodon.list(token.account());
        try (WebSocketClient socket = trunkline.webSocket("", token)) {
            socket.ask("{'type':'unsubscribe','stream':'list','list':" + list + "}")
                    .settle();
        }
    }

    @Test
    void publicAndItsVariantAreDifferent() {
        Token token = mastodon.reader();
        try (WebSocketClient socket = trunkline.webSocket("?stream=public", token)) {
            socket.subscribe("public:allow_local_only").settle();
            assertBoth(socket, "[\"public\"]", "[\"public:allow_local_only\"]");
            socket.ask("{'type':'unsubscribe','stream':'public','allow_local_only':true}")
                    .settle();
            assertOnce(socket, "timeline:public", "[\"public\"]");
            socket.ask("{'type':'subscribe','stream':'public','allow_local_only':'true'}")
                    .settle();
            assertBoth(socket, "[\"public\"]", "[\"public\"]");
            socket.unsubscribe("public").settle();
            assertOnce(socket, "timeline:public", "[\"public\"]");
        }
    }

    @Test
    void userAndNotificationsOverlap() {
        Token token = mastodon.reader();
        String notifications = "timeline:" + token.account().id() + ":notifications";
        try (WebSocketClient socket = trunkline.webSocket("?stream=user", token)) {
            socket.subscribe("user:notification").settle();
            String marker = mastodon.publishMarker(notifications);
            assertEquals(new SocketEvent("[\"user\"]", "delete", marker), socket.next());
            assertEquals(new SocketEvent("[\"user:notification\"]", "delete", marker), socket.next());
            socket.unsubscribe("user").settle();
            assertOnce(socket, notifications, "[\"user:notification\"]");
        }
    }

    @Test
    void eachSocketHasItsOwn() {
        Token token = mastodon.reader();
        try (WebSocketClient one = trunkline.webSocket("?stream=user", token);
                WebSocketClient two = trunkline.webSocket("?stream=user", token)) {
            two.settle();
            one.unsubscribe("user").settle();
            assertOnce(two, "timeline:" + token.account().id(), "[\"user\"]");
            one.settle();
        }
    }

    /** The next event of the socket is this one, and nothing follows it. */
    private void assertOnce(WebSocketClient socket, String channel, String label) {
        String marker = mastodon.publishMarker(channel);
        assertEquals(new SocketEvent(label, "delete", marker), socket.next());
        socket.settle();
    }

    private void assertBoth(WebSocketClient socket, String first, String second) {
        String marker = mastodon.publishMarker("timeline:public");
        assertEquals(new SocketEvent(first, "delete", marker), socket.next());
        assertEquals(new SocketEvent(second, "delete", marker), socket.next());
        socket.settle();
    }
}

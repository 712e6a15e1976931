package dev.trunkline.ws;

import static dev.trunkline.harness.WebSocketClient.text;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trunkline.harness.HttpAnswer;
import dev.trunkline.harness.Mastodon;
import dev.trunkline.harness.Token;
import dev.trunkline.harness.Trunkline;
import dev.trunkline.harness.WebSocketClient;
import dev.trunkline.harness.WireTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A client that keeps subscribing to new tags is read more slowly, as each leaves a key in Redis. */
@WireTest(settings = "trunkline.limits.subscriptions-per-minute=60")
class SubscriptionPaceIT {

    private final Trunkline trunkline;
    private final Mastodon mastodon;

    SubscriptionPaceIT(Trunkline trunkline, Mastodon mastodon) {
        this.trunkline = trunkline;
        this.mastodon = mastodon;
    }

    @Test
    void moreThanAMinutesShareComesAtASteadyPace() {
        String tag = Mastodon.unique("pace");
        try (WebSocketClient socket = trunkline.webSocket("", mastodon.reader())) {
            long start = System.nanoTime();
            socket.send(tags(tag, 0, 60)).settle();
            Duration free = Duration.ofNanos(System.nanoTime() - start);
            socket.send(tags(tag, 60, 62)).settle();
            Duration paced = Duration.ofNanos(System.nanoTime() - start);
            // The first minute's share counts from the start; each second since then has added one.
            assertTrue(paced.toMillis() >= 1_900, () -> free + " and " + paced);
            assertEquals(
                    62,
                    mastodon.redis()
                            .texts("KEYS", "subscribed:timeline:hashtag:" + tag.replace("-", "") + "*")
                            .size());
        }
    }

    /** Failed subscriptions take their turns too, and so do event streams, which are refused. */
    @Test
    void anAccountHasOnePaceForAllItsConnections() {
        Token token = mastodon.reader();
        long foreign = mastodon.list(mastodon.account());
        try (WebSocketClient one = trunkline.webSocket("", token);
                WebSocketClient other = trunkline.webSocket("", token)) {
            long start = System.nanoTime();
            for (WebSocketClient socket : List.of(one, other)) {
                for (int i = 0; i < 31; i++) {
                    socket.say("{\"type\":\"subscribe\",\"stream\":\"list\",\"list\":" + foreign + "}");
                    assertEquals(
                            "{\"error\":\"Not authorized to stream this list\",\"status\":401}", socket.nextText());
                }
            }
            Duration paced = Duration.ofNanos(System.nanoTime() - start);
            assertTrue(paced.toMillis() >= 1_900, paced::toString);
            // Each second there is a turn for one of them.
            await().until(() -> {
                HttpAnswer answer = trunkline
                        .request("HEAD", "/api/v1/streaming/user")
                        .bearer(token)
                        .answer();
                return answer.status() == 429 && "5".equals(answer.header("Retry-After"));
            });
        }
        trunkline.stream("/user", mastodon.reader()).close();
    }

    private static List<byte[]> tags(String tag, int from, int to) {
        List<byte[]> messages = new ArrayList<>();
        for (int i = from; i < to; i++) {
            String name = "\"tag\":\"" + tag + "x" + i + "\"";
            messages.add(text("{\"type\":\"subscribe\",\"stream\":\"hashtag\"," + name + "}"));
            messages.add(text("{\"type\":\"unsubscribe\",\"stream\":\"hashtag\"," + name + "}"));
        }
        return messages;
    }
}

package dev.trunkline.ws;

import static dev.trunkline.harness.WebSocketClient.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trunkline.harness.Mastodon;
import dev.trunkline.harness.Trunkline;
import dev.trunkline.harness.WebSocketClient;
import dev.trunkline.harness.WireTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A client that keeps subscribing to new tags is read more slowly, as each leaves a key in Redis. */
@WireTest(settings = "trunkline.websocket.subscriptions-per-minute=60")
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

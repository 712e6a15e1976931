package dev.trunkline.fanout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trunkline.harness.EventStream;
import dev.trunkline.harness.Mastodon;
import dev.trunkline.harness.RedisClient;
import dev.trunkline.harness.Trunkline;
import dev.trunkline.harness.WireTest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Every client gets a channel's events in Redis's order, all of them from the prelude on (protocol, sections 4 and 6). */
@WireTest
class OrderIT {

    private static final int EVENTS = 5_000;
    private static final int READERS = 8;
    private static final int OPENINGS = 20;

    private final Trunkline trunkline;
    private final Mastodon mastodon;

    OrderIT(Trunkline trunkline, Mastodon mastodon) {
        this.trunkline = trunkline;
        this.mastodon = mastodon;
    }

    @Test
    void isTheOrderOfPublication() {
        String tag = Mastodon.unique("tag");
        List<EventStream> readers = new ArrayList<>();
        try {
            for (int i = 0; i < READERS; i++) {
                readers.add(trunkline.stream("/hashtag?tag=" + tag, mastodon.reader()));
            }
            for (int i = 0; i < EVENTS; i++) {
                mastodon.publish("timeline:hashtag:" + tag, "delete", "\"" + i + "\"");
            }
            for (EventStream reader : readers) {
                for (int i = 0; i < EVENTS; i++) {
                    assertEquals(Integer.toString(i), reader.nextData());
                }
            }
        } finally {
            readers.forEach(EventStream::close);
        }
    }

    @Test
    void noEventIsMissingAfterThePrelude() {
        String tag = Mastodon.unique("tag");
        String target = "/hashtag?tag=" + tag;
        AtomicInteger published = new AtomicInteger();
        AtomicBoolean enough = new AtomicBoolean();
        CompletableFuture<Void> publisher = CompletableFuture.runAsync(() -> {
            try (RedisClient redis = mastodon.connectToRedis()) {
                for (int i = 0; !enough.get(); i++) {
                    redis.number(
                            "PUBLISH", "timeline:hashtag:" + tag, "{\"event\":\"delete\",\"payload\":\"" + i + "\"}");
                    published.set(i);
                }
            }
        });
        try {
            for (int k = 0; k < OPENINGS; k++) {
                try (EventStream stream = trunkline.stream(target, mastodon.reader())) {
                    int before = published.get();
                    int first = Integer.parseInt(stream.nextData());
                    // One more may have been in flight.
                    assertTrue(first <= before + 2, () -> first + " came first, " + before + " had been published");
                    for (int i = 1; i < 100; i++) {
                        assertEquals(Integer.toString(first + i), stream.nextData());
                    }
                }
            }
        } finally {
            enough.set(true);
            publisher.join();
        }
    }
}

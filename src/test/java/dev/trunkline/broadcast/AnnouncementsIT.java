package dev.trunkline.broadcast;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trunkline.harness.EventStream;
import dev.trunkline.harness.Mastodon;
import dev.trunkline.harness.Token;
import dev.trunkline.harness.Trunkline;
import dev.trunkline.harness.WireTest;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The keys that tell the publishers which channels have subscribers (protocol, section 7). */
@WireTest
class AnnouncementsIT {

    private static final long EXPIRY_SECONDS = 18 * 60;

    private final Trunkline trunkline;
    private final Mastodon mastodon;

    AnnouncementsIT(Trunkline trunkline, Mastodon mastodon) {
        this.trunkline = trunkline;
        this.mastodon = mastodon;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /user                 | timeline:<account> timeline:<account>:notifications
            /user/notification    | timeline:<account>:notifications
            /direct               | timeline:direct:<account>
            /list?list=<list>     | timeline:list:<list>
            /hashtag?tag=<tag>    | timeline:hashtag:<tag>
            /hashtag/local?tag=<tag> | timeline:hashtag:<tag>:local
            /public               | timeline:public
            /public/local?only_media=1 | timeline:public:local:media
            """)
    void areSetBeforeTheFirstByteOfTheStream(String path, String channels) {
        Token token = mastodon.reader();
        long list = mastodon.list(token.account());
        String tag = Mastodon.unique("tag");
        mastodon.redis().number("DEL", "subscribed:timeline:public", "subscribed:timeline:public:local:media");
        Set<String> before = keys();
        try (EventStream stream = trunkline.stream(fill(path, token, list, tag), token)) {
            Set<String> expected = new TreeSet<>();
            for (String channel : fill(channels, token, list, tag).split(" ", -1)) {
                String key = "subscribed:" + channel;
                expected.add(key);
                assertEquals("1", mastodon.redis().text("GET", key));
                long left = mastodon.redis().number("TTL", key);
                assertTrue(left > EXPIRY_SECONDS - 30 && left <= EXPIRY_SECONDS, key + " expires in " + left);
            }
            // Of those before, some may have expired.
            Set<String> added = keys();
            added.removeAll(before);
            assertEquals(expected, added, "and no others, for example for the system channels");
            assertEquals(200, stream.head().status());
        }
    }

    private Set<String> keys() {
        return new TreeSet<>(mastodon.redis().texts("KEYS", "*"));
    }

    private static String fill(String pattern, Token token, long list, String tag) {
        return pattern.replace("<account>", Long.toString(token.account().id()))
                .replace("<list>", Long.toString(list))
                .replace("<tag>", tag);
    }

    @Test
    void areSetOncePerChannel() {
        Token token = mastodon.reader();
        String key = "subscribed:timeline:direct:" + token.account().id();
        try (EventStream first = trunkline.stream("/direct", token)) {
            mastodon.redis().text("SET", key, "ours");
            try (EventStream second = trunkline.stream("/direct", token)) {
                assertEquals("ours", mastodon.redis().text("GET", key));
                assertEquals(first.head().status(), second.head().status());
            }
        }
    }

    @Test
    void areNeverDeletedAndSetAgainForTheNextSubscription() {
        Token token = mastodon.reader();
        String channel = "timeline:direct:" + token.account().id();
        String key = "subscribed:" + channel;
        trunkline.stream("/direct", token).close();
        await().until(() ->
                mastodon.redis().texts("PUBSUB", "CHANNELS", channel).equals(List.of()));
        assertEquals("1", mastodon.redis().text("GET", key));

        mastodon.redis().number("DEL", key);
        try (EventStream again = trunkline.stream("/direct", token)) {
            assertEquals("1", mastodon.redis().text("GET", key));
            assertEquals(200, again.head().status());
        }
    }

    @Test
    void streamsShareOneSubscriptionInRedis() {
        Token token = mastodon.reader();
        String channel = "timeline:direct:" + token.account().id();
        try (EventStream first = trunkline.stream("/direct", token);
                EventStream second = trunkline.stream("/direct", token)) {
            String marker = Mastodon.unique("marker");
            assertEquals(1, mastodon.publish(channel, "delete", '"' + marker + '"'));
            assertEquals(marker, first.nextData());
            assertEquals(marker, second.nextData());
            first.socket().close();
            assertEquals(mastodon.publishMarker(channel), second.nextData());
        }
        await().until(() -> mastodon.redis().texts("PUBSUB", "NUMSUB", channel).equals(Arrays.asList(channel, "0")));
    }
}

package dev.trunkline.audience;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trunkline.harness.Account;
import dev.trunkline.harness.Author;
import dev.trunkline.harness.Filter;
import dev.trunkline.harness.Mastodon;
import dev.trunkline.harness.OpenStream;
import dev.trunkline.harness.PostgresDoor;
import dev.trunkline.harness.Status;
import dev.trunkline.harness.Token;
import dev.trunkline.harness.Transport;
import dev.trunkline.harness.Trunkline;
import dev.trunkline.harness.WireTest;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** What a status costs PostgreSQL does not grow with those who listen (protocol, section 6). */
@WireTest
@TestInstance(Lifecycle.PER_CLASS)
class AskedOnceIT {

    private final Mastodon mastodon;
    private final PostgresDoor door;
    private final Trunkline trunkline;
    private final Author author;

    /** With the channel that each listens to. */
    private final Map<OpenStream, String> streams = new LinkedHashMap<>();

    private String tag = "";
    private String hashtag = "";

    AskedOnceIT(Mastodon mastodon) {
        this.mastodon = mastodon;
        this.door = PostgresDoor.before(mastodon.postgresServer());
        this.trunkline = Trunkline.start(
                mastodon,
                List.of("quarkus.datasource.reactive.url=" + door.reactiveUrl(), "trunkline.anonymous-streams=true"));
        this.author = mastodon.author();
    }

    @BeforeEach
    void chooseATag() {
        tag = Mastodon.unique("tag");
        hashtag = "timeline:hashtag:" + tag;
    }

    @AfterEach
    void leave() {
        streams.keySet().forEach(OpenStream::close);
        streams.clear();
    }

    @AfterAll
    void close() {
        trunkline.close();
        door.close();
    }

    @Test
    void howeverManyListen() {
        join(1);
        costs(hashtag);
        long one = costs(hashtag);
        assertTrue(one >= 1 && one <= 2, () -> "queries of a status: " + one);

        join(30);
        costs(hashtag);
        assertEquals(one, costs(hashtag));
    }

    @Test
    void onHoweverManyChannelsItIsPublished() {
        Token token = mastodon.reader();
        String second = Mastodon.unique("tag");
        String[] channels = {"timeline:public", "timeline:public:local", hashtag, "timeline:hashtag:" + second};
        join(Transport.EVENT_STREAM, token, "public", channels[0]);
        join(Transport.EVENT_STREAM, token, "public:local", channels[1]);
        join(Transport.WEB_SOCKET, token, "hashtag " + tag, channels[2]);
        join(Transport.WEB_SOCKET, token, "hashtag " + second, channels[3]);
        costs(hashtag);
        long one = costs(hashtag);
        for (int i = 0; i < 5; i++) {
            assertEquals(one, costs(channels));
        }
    }

    @Test
    void whoListensElsewhereIsAskedAboutWithTheFirstChannel() {
        Token both = mastodon.reader();
        join(Transport.EVENT_STREAM, both, "public", "timeline:public");
        join(Transport.WEB_SOCKET, both, "hashtag " + tag, hashtag);
        costs(hashtag);
        long one = costs("timeline:public", hashtag);
        // Somebody whom the first channel does not know makes a second round, and no third.
        join(3);
        costs(hashtag);
        assertEquals(2 * one, costs("timeline:public", hashtag));
    }

    @Test
    void whatIsPublishedTwiceIsAskedAboutTwice() {
        join(1);
        costs(hashtag);
        long one = costs(hashtag);
        assertEquals(2 * one, costs(hashtag, hashtag));
    }

    @Test
    void nobodyIsAskedAboutWhereNobodyHasAnAccount() {
        join(Transport.EVENT_STREAM, null, "hashtag " + tag, hashtag);
        join(Transport.WEB_SOCKET, null, "hashtag " + tag, hashtag);
        assertEquals(0, costs(hashtag));
        join(Transport.WEB_SOCKET, mastodon.reader(), "public", "timeline:public");
        assertEquals(0, costs(hashtag), "listeners of other channels do not count");
    }

    @Test
    void otherEventsCostNothing() {
        join(2);
        costs(hashtag);
        long before = door.executions("");
        for (String event : List.of("delete", "announcement", "notification", "something.new")) {
            mastodon.publish(hashtag, event, Status.by(author).json());
            streams.keySet().forEach(OpenStream::next);
        }
        assertEquals(before, door.executions(""));
    }

    @Test
    void keywordFiltersAreReadOncePerChange() {
        Account account = mastodon.account();
        Filter filter = mastodon.filter(account, "f").part("nothing that is said");
        join(Transport.EVENT_STREAM, mastodon.token(account, "read"), "hashtag " + tag, hashtag);
        costs(hashtag);
        long read = door.executions("custom_filters");
        assertTrue(read > 0);
        for (int i = 0; i < 5; i++) {
            costs(hashtag);
        }
        assertEquals(read, door.executions("custom_filters"));

        filter.action(1);
        mastodon.filtersChanged(account);
        for (int i = 0; i < 5; i++) {
            costs(hashtag);
        }
        assertEquals(read + 1, door.executions("custom_filters"));
    }

    /** So many people more listen to the tag. */
    private void join(int viewers) {
        for (int i = 0; i < viewers; i++) {
            join(
                    i % 2 == 0 ? Transport.EVENT_STREAM : Transport.WEB_SOCKET,
                    mastodon.reader(),
                    "hashtag " + tag,
                    hashtag);
        }
    }

    private void join(Transport transport, @Nullable Token token, String stream, String channel) {
        streams.put(transport.open(trunkline, token, stream), channel);
    }

    /** How many statements a new status costs, published on these channels, until everybody there is through with it. */
    private long costs(String... channels) {
        long before = door.executions("");
        Status status = Status.by(author);
        for (String channel : channels) {
            mastodon.publish(channel, status);
        }
        for (String channel : new LinkedHashSet<>(List.of(channels))) {
            String marker = mastodon.publishMarker(channel);
            streams.forEach((stream, heard) -> {
                if (heard.equals(channel)) {
                    List<String> data = stream.until(marker);
                    assertTrue(data.contains(status.seen()) || data.contains(status.json()), data::toString);
                }
            });
        }
        return door.executions("") - before;
    }
}

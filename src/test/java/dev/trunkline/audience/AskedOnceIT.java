package dev.trunkline.audience;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trunkline.harness.Account;
import dev.trunkline.harness.Author;
import dev.trunkline.harness.ClientTransport;
import dev.trunkline.harness.Filter;
import dev.trunkline.harness.Mastodon;
import dev.trunkline.harness.OpenStream;
import dev.trunkline.harness.PostgresStatements;
import dev.trunkline.harness.PublishedStatus;
import dev.trunkline.harness.ResumingClient;
import dev.trunkline.harness.Token;
import dev.trunkline.harness.Trunkline;
import dev.trunkline.harness.WireTest;
import java.util.ArrayList;
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

/** The number of queries for a status does not grow with the number of its listeners (protocol, section 6). */
@WireTest
@TestInstance(Lifecycle.PER_CLASS)
class AskedOnceIT {

    private final Mastodon mastodon;
    private final PostgresStatements statements;
    private final Trunkline trunkline;
    private final Author author;

    /** The open streams, each with its channel. */
    private final Map<OpenStream, String> streams = new LinkedHashMap<>();

    private String tag = "";
    private String hashtag = "";

    AskedOnceIT(Mastodon mastodon) {
        this.mastodon = mastodon;
        this.statements = PostgresStatements.of(mastodon.postgresServer());
        this.trunkline = Trunkline.start(
                mastodon,
                List.of(
                        "quarkus.datasource.reactive.url=" + statements.reactiveUrl(),
                        "trunkline.anonymous-streams=true"));
        this.author = mastodon.author();
    }

    @BeforeEach
    void chooseTag() {
        tag = Mastodon.unique("tag");
        hashtag = "timeline:hashtag:" + tag;
    }

    @AfterEach
    void closeStreams() {
        streams.keySet().forEach(OpenStream::close);
        streams.clear();
    }

    @AfterAll
    void close() {
        trunkline.close();
        statements.close();
    }

    @Test
    void queriesDoNotGrowWithListeners() {
        join(1);
        long one = steady(hashtag);
        assertTrue(one >= 1 && one <= 2, () -> "queries of a status: " + one);

        join(30);
        assertEquals(one, steady(hashtag));
    }

    @Test
    void queriesDoNotGrowWithChannels() {
        Token token = mastodon.reader();
        String second = Mastodon.unique("tag");
        String[] channels = {"timeline:public", "timeline:public:local", hashtag, "timeline:hashtag:" + second};
        join(ClientTransport.EVENT_STREAM, token, "public", channels[0]);
        join(ClientTransport.EVENT_STREAM, token, "public:local", channels[1]);
        join(ClientTransport.WEB_SOCKET, token, "hashtag " + tag, channels[2]);
        join(ClientTransport.WEB_SOCKET, token, "hashtag " + second, channels[3]);
        long one = steady(hashtag);
        for (int i = 0; i < 5; i++) {
            assertEquals(one, costs(channels));
        }
    }

    @Test
    void listenersOfSeveralChannelsAreCheckedWithTheFirst() {
        Token both = mastodon.reader();
        join(ClientTransport.EVENT_STREAM, both, "public", "timeline:public");
        join(ClientTransport.WEB_SOCKET, both, "hashtag " + tag, hashtag);
        costs(hashtag);
        long one = steady("timeline:public", hashtag);
        // Listeners of the second channel alone make one more check necessary, and no third.
        join(3);
        costs(hashtag);
        assertEquals(2 * one, steady("timeline:public", hashtag));
    }

    @Test
    void aStatusPublishedTwiceIsCheckedTwice() {
        join(1);
        long one = steady(hashtag);
        assertEquals(2 * one, costs(hashtag, hashtag));
    }

    @Test
    void anonymousListenersCostNothing() {
        join(ClientTransport.EVENT_STREAM, null, "hashtag " + tag, hashtag);
        join(ClientTransport.WEB_SOCKET, null, "hashtag " + tag, hashtag);
        assertEquals(0, costs(hashtag));
        join(ClientTransport.WEB_SOCKET, mastodon.reader(), "public", "timeline:public");
        assertEquals(0, costs(hashtag), "listeners of other channels do not count");
    }

    @Test
    void otherEventsCostNothing() {
        join(2);
        costs(hashtag);
        long before = statements.executions("");
        for (String event : List.of("delete", "announcement", "notification", "something.new")) {
            mastodon.publish(hashtag, event, PublishedStatus.by(author).json());
            streams.keySet().forEach(OpenStream::next);
        }
        assertEquals(before, statements.executions(""));
    }

    @Test
    void keywordFiltersAreReadOncePerChange() {
        Account account = mastodon.account();
        Filter filter = mastodon.filter(account, "f").part("nothing that is said");
        join(ClientTransport.EVENT_STREAM, mastodon.token(account, "read"), "hashtag " + tag, hashtag);
        costs(hashtag);
        long read = statements.executions("custom_filters");
        assertTrue(read > 0);
        for (int i = 0; i < 5; i++) {
            costs(hashtag);
        }
        assertEquals(read, statements.executions("custom_filters"));

        filter.action(1);
        mastodon.filtersChanged(account);
        for (int i = 0; i < 5; i++) {
            costs(hashtag);
        }
        assertEquals(read + 1, statements.executions("custom_filters"));
    }

    /** By other authors each, and on the way once more. */
    @Test
    void aReplayIsCheckedWithOneQuery() {
        try (ResumingClient client =
                new ResumingClient(ClientTransport.EVENT_STREAM, mastodon.reader(), "hashtag " + tag)) {
            client.open(trunkline.port());
            mastodon.publishMarker(hashtag);
            client.next();
            client.cut();
            // As long as the server takes it for a listener, each status is checked for it at once.
            await().until(() -> trunkline.metrics().sum("connected_clients") == 0);
            List<String> missed = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                PublishedStatus status = PublishedStatus.by(i % 5 == 0 ? author : mastodon.author());
                mastodon.publish(hashtag, status);
                missed.add(status.seen());
            }
            long before = statements.executions("FROM mutes");
            assertEquals(missed, client.open(trunkline.port()).next(missed.size()));
            assertEquals(before + 1, statements.executions("FROM mutes"));
        }
    }

    /** Opens the tag's stream for so many more viewers. */
    private void join(int viewers) {
        for (int i = 0; i < viewers; i++) {
            join(
                    i % 2 == 0 ? ClientTransport.EVENT_STREAM : ClientTransport.WEB_SOCKET,
                    mastodon.reader(),
                    "hashtag " + tag,
                    hashtag);
        }
    }

    private void join(ClientTransport transport, @Nullable Token token, String stream, String channel) {
        streams.put(transport.open(trunkline, token, stream), channel);
    }

    /** How many statements a new status costs, published on these channels, until all of their streams have got it. */
    private long costs(String... channels) {
        long before = statements.executions("");
        PublishedStatus status = PublishedStatus.by(author);
        for (String channel : channels) {
            mastodon.publish(channel, status);
        }
        for (String channel : new LinkedHashSet<>(List.of(channels))) {
            String marker = mastodon.publishMarker(channel);
            streams.forEach((stream, own) -> {
                if (own.equals(channel)) {
                    List<String> data = stream.until(marker);
                    assertTrue(data.contains(status.seen()) || data.contains(status.json()), data::toString);
                }
            });
        }
        return statements.executions("") - before;
    }

    /** The same twice in a row: nothing else asks PostgreSQL, such as keyword filters that are loaded late. */
    private long steady(String... channels) {
        long last = costs(channels);
        for (int i = 0; i < 10; i++) {
            long next = costs(channels);
            if (next == last) {
                return next;
            }
            last = next;
        }
        throw new AssertionError("PostgreSQL is asked something else all the time");
    }
}

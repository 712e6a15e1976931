package dev.trunkline.audience;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.trunkline.harness.Author;
import dev.trunkline.harness.ClientTransport;
import dev.trunkline.harness.HttpSocket;
import dev.trunkline.harness.Mastodon;
import dev.trunkline.harness.OpenStream;
import dev.trunkline.harness.PublishedStatus;
import dev.trunkline.harness.TableLock;
import dev.trunkline.harness.Token;
import dev.trunkline.harness.Trunkline;
import dev.trunkline.harness.WireTest;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Slow checks hold back the channel's later events, up to a time limit (protocol, section 6). */
@WireTest(
        settings = {
            "trunkline.anonymous-streams=true",
            "trunkline.check-time-limit=3s",
            "trunkline.query-time-limit=60s",
        })
class CheckTimeLimitIT {

    private static final String TIMEOUTS = "events_withheld_total{reason=\"timeout\"}";

    private final Trunkline trunkline;
    private final Mastodon mastodon;
    private final Author author;
    private final String tag = Mastodon.unique("tag");
    private final String channel = "timeline:hashtag:" + tag;

    CheckTimeLimitIT(Trunkline trunkline, Mastodon mastodon) {
        this.trunkline = trunkline;
        this.mastodon = mastodon;
        this.author = mastodon.author();
    }

    @ParameterizedTest
    @EnumSource(ClientTransport.class)
    void onlyLaterEventsOfTheSameChannelWait(ClientTransport transport) throws SQLException {
        Token token = mastodon.reader();
        String user = "timeline:" + token.account().id();
        String quiet = Mastodon.unique("tag");
        PublishedStatus first = PublishedStatus.by(author);
        PublishedStatus second = PublishedStatus.by(author);
        long before = trunkline.metrics().get(TIMEOUTS);
        try (OpenStream account = transport.open(trunkline, token, "hashtag " + tag);
                OpenStream unfiltered = transport.open(trunkline, token, "user");
                OpenStream other = transport.open(trunkline, token, "hashtag " + quiet)) {
            // Once without the lock, so that later nothing but the lock takes time.
            mastodon.publish(channel, first);
            assertEquals(first.seen(), account.nextData());
            String deleted;
            try (TableLock lock = mastodon.lock("blocks")) {
                mastodon.publish(channel, first);
                deleted = mastodon.publishMarker(channel);
                mastodon.publish(channel, "status.update", second.json());
                assertEquals(mastodon.publishMarker(user), unfiltered.nextData());
                assertEquals(mastodon.publishMarker("timeline:hashtag:" + quiet), other.nextData());
                await().until(() -> mastodon.waitingForLocks() > 0);
                lock.release();
            }
            assertEquals(first.seen(), account.nextData());
            assertEquals(deleted, account.nextData());
            assertEquals(second.seen(), account.nextData());
        }
        assertEquals(before, trunkline.metrics().get(TIMEOUTS));
    }

    /** Look-ups have all the connections that they may have, wait for a lock there, and more of them wait behind. */
    @Test
    void checksDoNotWaitForLookUps() throws SQLException {
        Token token = mastodon.reader();
        long list = mastodon.list(token.account());
        PublishedStatus status = PublishedStatus.by(author);
        List<HttpSocket> visitors = new ArrayList<>();
        try (OpenStream stream = ClientTransport.EVENT_STREAM.open(trunkline, token, "hashtag " + tag);
                TableLock lists = mastodon.lock("lists")) {
            for (int i = 0; i < 20; i++) {
                visitors.add(trunkline
                        .get("/api/v1/streaming/list?list=" + list)
                        .bearer(token)
                        .send());
            }
            await().until(() ->
                    mastodon.waitingForLocks() == 7 && trunkline.metrics().get("pg_pool_waiting_queries") > 0);
            mastodon.publish(channel, status);
            assertEquals(status.seen(), stream.nextData());
            assertEquals(200, trunkline.get("/q/health/ready").answer().status());
            lists.release();
            for (HttpSocket visitor : visitors) {
                assertEquals(200, visitor.head().status());
            }
        } finally {
            visitors.forEach(HttpSocket::close);
        }
    }

    @ParameterizedTest
    @EnumSource(ClientTransport.class)
    void aStatusPastTheLimitIsWithheldFromListenersWithAnAccount(ClientTransport transport) throws SQLException {
        Token token = mastodon.reader();
        PublishedStatus withheld = PublishedStatus.by(author);
        PublishedStatus later = PublishedStatus.by(author);
        long before = trunkline.metrics().get(TIMEOUTS);
        try (OpenStream account = transport.open(trunkline, token, "hashtag " + tag);
                OpenStream anonymous = transport.open(trunkline, null, "hashtag " + tag)) {
            try (TableLock lock = mastodon.lock("blocks")) {
                mastodon.publish(channel, withheld);
                String deleted = mastodon.publishMarker(channel);
                assertEquals(deleted, account.nextData());
                assertEquals(before + 1, trunkline.metrics().get(TIMEOUTS));
                assertEquals(List.of(withheld.json()), anonymous.until(deleted));
                lock.release();
            }
            mastodon.publish(channel, later);
            assertEquals(later.seen(), account.nextData());
            assertEquals(later.json(), anonymous.nextData());
        }
        assertFalse(trunkline.log().contains(withheld.id()));
    }
}

package dev.trunkline.audience;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trunkline.harness.Author;
import dev.trunkline.harness.ClientTransport;
import dev.trunkline.harness.Mastodon;
import dev.trunkline.harness.OpenStream;
import dev.trunkline.harness.PublishedStatus;
import dev.trunkline.harness.ReceivedEvent;
import dev.trunkline.harness.TableLock;
import dev.trunkline.harness.Token;
import dev.trunkline.harness.Trunkline;
import dev.trunkline.harness.WireTest;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The events that wait for checks are bounded; past the bound the oldest statuses are withheld (protocol, section 6). */
@WireTest(settings = {"trunkline.backlog-limit=64K", "trunkline.query-time-limit=60s", "trunkline.outbox.limit=8M"})
class BacklogIT {

    private static final int PAIRS = 200;
    private static final String OVERLOADS = "events_withheld_total{reason=\"overload\"}";
    private static final String BACKLOG = "audience_backlog_bytes";

    private final Trunkline trunkline;
    private final Mastodon mastodon;

    BacklogIT(Trunkline trunkline, Mastodon mastodon) {
        this.trunkline = trunkline;
        this.mastodon = mastodon;
    }

    @ParameterizedTest
    @EnumSource(ClientTransport.class)
    void noDeleteIsLostOrOvertakesItsStatus(ClientTransport transport) throws SQLException {
        Author author = mastodon.author();
        Token token = mastodon.reader();
        String tag = Mastodon.unique("tag");
        String channel = "timeline:hashtag:" + tag;
        String user = "timeline:" + token.account().id();
        long before = trunkline.metrics().get(OVERLOADS);
        try (OpenStream account = transport.open(trunkline, token, "hashtag " + tag);
                OpenStream unfiltered = transport.open(trunkline, token, "user")) {
            long withheld;
            String marker;
            try (TableLock lock = mastodon.lock("blocks")) {
                for (int i = 0; i < PAIRS; i++) {
                    mastodon.publish(channel, PublishedStatus.by(author).with("id", "status" + i));
                    mastodon.publish(channel, "delete", "\"" + i + "\"");
                }
                marker = mastodon.publishMarker(channel);
                assertEquals(mastodon.publishMarker(user), unfiltered.nextData());
                withheld = trunkline.metrics().get(OVERLOADS) - before;
                long held = trunkline.metrics().get(BACKLOG);
                assertTrue(withheld > 0 && withheld < PAIRS, "withheld: " + withheld);
                assertTrue(held > 32 << 10 && held <= 64 << 10, "held: " + held);
                // PostgreSQL is asked about few of those that wait, and about none of those that are withheld.
                // One that was given up just now may still be in front of the one that takes its place.
                await().untilAsserted(() -> {
                    long queries = trunkline.metrics().get("pg_pool_waiting_queries");
                    assertTrue(queries <= 4, "queries that wait: " + queries);
                });
                lock.release();
            }
            Set<Integer> seen = new HashSet<>();
            int deleted = 0;
            for (ReceivedEvent event = account.next(); !event.data().equals(marker); event = account.next()) {
                if (event.name().equals("delete")) {
                    assertEquals(Integer.toString(deleted), event.data(), "each delete, in its order");
                    deleted++;
                } else {
                    int status = number(event.data());
                    assertEquals(deleted, status, "an update comes right before its delete");
                    assertTrue(seen.add(status), "twice: " + status);
                }
            }
            assertEquals(PAIRS, deleted);
            // The statuses that were not withheld are the newest ones.
            assertEquals(PAIRS - withheld, seen.size());
            assertTrue(seen.contains(PAIRS - 1));
            await().untilAsserted(() -> assertEquals(0, trunkline.metrics().get(BACKLOG)));
        }
        trunkline.awaitLog("could not be checked: overload");
    }

    private static int number(String json) {
        String start = "{\"id\":\"status";
        return Integer.parseInt(json.substring(start.length(), json.indexOf('"', start.length())));
    }
}

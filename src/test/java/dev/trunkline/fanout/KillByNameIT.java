package dev.trunkline.fanout;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trunkline.harness.EventStream;
import dev.trunkline.harness.LogTail;
import dev.trunkline.harness.Mastodon;
import dev.trunkline.harness.Token;
import dev.trunkline.harness.Trunkline;
import dev.trunkline.harness.WireTest;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The contract, where Redis's access list forbids the patterns. */
@WireTest(ownServers = true)
class KillByNameIT extends KillContract {

    private static final String RIGHTS = "+psubscribe &timeline:access_token:* &timeline:system:*";

    private final Trunkline trunkline;
    private final Mastodon mastodon;

    KillByNameIT(Trunkline trunkline, Mastodon mastodon) {
        super(trunkline, mastodon);
        this.trunkline = trunkline;
        this.mastodon = mastodon;
    }

    @BeforeEach
    void forbid() {
        change(trunkline, mastodon, "-psubscribe", 0);
    }

    @AfterAll
    static void permit(Trunkline trunkline, Mastodon mastodon) {
        change(trunkline, mastodon, "+psubscribe", 2);
    }

    /** Changes the access list, and lets the server connect again if it has connected with another one. */
    private static void change(Trunkline trunkline, Mastodon mastodon, String right, long patterns) {
        mastodon.redis().text("ACL", "SETUSER", "default", right);
        if (mastodon.redis().number("PUBSUB", "NUMPAT") != patterns) {
            LogTail log = LogTail.of(trunkline);
            long before = trunkline.metrics().get("redis_reconnects_total");
            // A connection without a subscription counts as a normal one.
            mastodon.redis().number("CLIENT", "KILL", "TYPE", "pubsub");
            mastodon.redis().number("CLIENT", "KILL", "TYPE", "normal");
            await().until(() -> trunkline.metrics().get("redis_reconnects_total") > before);
            if (patterns == 0) {
                log.await(RIGHTS);
            }
        }
        assertEquals(patterns, mastodon.redis().number("PUBSUB", "NUMPAT"));
    }

    @Test
    void theLogNamesTheRightsOnce() {
        LogTail log = LogTail.of(trunkline);
        change(trunkline, mastodon, "+psubscribe", 2);
        change(trunkline, mastodon, "-psubscribe", 0);
        List<String> lines = log.lines("PSUBSCRIBE");
        assertEquals(1, lines.size(), lines::toString);
        assertTrue(lines.get(0).endsWith(RIGHTS), lines::toString);
    }

    /** A stream that is open when the way changes, twice. */
    @Test
    void anOpenStreamIsWatchedInBothWays() {
        Token token = mastodon.reader();
        Token other = mastodon.reader();
        try (EventStream first = trunkline.stream("/user", token);
                EventStream second = trunkline.stream("/user", other)) {
            change(trunkline, mastodon, "+psubscribe", 2);
            assertEquals(List.of(), names(token));
            mastodon.kill(token);
            assertEquals("", first.record());
            change(trunkline, mastodon, "-psubscribe", 0);
            assertEquals(1, names(other).size());
            mastodon.kill(other);
            assertEquals("", second.record());
        }
    }

    private List<String> names(Token token) {
        return mastodon.redis().texts("PUBSUB", "CHANNELS", "timeline:access_token:" + token.id());
    }
}

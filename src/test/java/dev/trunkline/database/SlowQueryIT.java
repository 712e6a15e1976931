package dev.trunkline.database;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.trunkline.harness.Mastodon;
import dev.trunkline.harness.TableLock;
import dev.trunkline.harness.Token;
import dev.trunkline.harness.Trunkline;
import dev.trunkline.harness.WireTest;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/** PostgreSQL cancels a query that passes its time limit, for example because a migration has locked its table. */
@WireTest(ownServers = true, settings = "trunkline.query-time-limit=1s")
class SlowQueryIT {

    private final Trunkline trunkline;
    private final Mastodon mastodon;

    SlowQueryIT(Trunkline trunkline, Mastodon mastodon) {
        this.trunkline = trunkline;
        this.mastodon = mastodon;
    }

    @Test
    void theQueryIsCancelled() throws SQLException {
        Token token = mastodon.reader();
        try (TableLock held = mastodon.lock("oauth_access_tokens")) {
            assertEquals(503, status(token));
            await().until(() -> mastodon.waitingForLocks() == 0);
            held.release();
        }
        await().until(() -> status(token) == 200);
        assertEquals(0, trunkline.metrics().get("pg_pool_waiting_queries"));
    }

    private int status(Token token) {
        return trunkline
                .request("HEAD", "/api/v1/streaming/user")
                .bearer(token)
                .answer()
                .status();
    }
}

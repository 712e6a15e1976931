package dev.trunkline.fanout;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trunkline.harness.EventStream;
import dev.trunkline.harness.Mastodon;
import dev.trunkline.harness.TableLock;
import dev.trunkline.harness.Token;
import dev.trunkline.harness.Trunkline;
import dev.trunkline.harness.WebSocketClient;
import dev.trunkline.harness.WireTest;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A token that becomes invalid while Redis is away ends its connections afterwards. */
@WireTest(ownServers = true)
class MissedKillsIT {

    private static final Duration COMES_BACK = Duration.ofSeconds(20);

    private final Trunkline trunkline;
    private final Mastodon mastodon;

    MissedKillsIT(Trunkline trunkline, Mastodon mastodon) {
        this.trunkline = trunkline;
        this.mastodon = mastodon;
    }

    @Test
    void connectionsWithAnInvalidTokenEnd() throws IOException {
        Token revoked = mastodon.reader();
        Token disabled = mastodon.reader();
        Token suspended = mastodon.reader();
        Token deleted = mastodon.reader();
        Token expired = mastodon.reader();
        Token good = mastodon.reader();
        long before = trunkline.metrics().get("redis_reconnects_total");
        try (EventStream ofRevoked = trunkline.stream("/user", revoked);
                EventStream ofDisabled = trunkline.stream("/user", disabled);
                EventStream ofSuspended = trunkline.stream("/user", suspended);
                WebSocketClient ofDeleted = trunkline.webSocket("?stream=user", deleted);
                EventStream ofExpired = trunkline.stream("/user", expired);
                EventStream ofGood = trunkline.stream("/user", good)) {
            mastodon.redisServer().stop();
            mastodon.revoke(revoked);
            mastodon.update(
                    "UPDATE users SET disabled = true WHERE id = ?",
                    disabled.account().userId());
            mastodon.update(
                    "UPDATE accounts SET suspended_at = now() AT TIME ZONE 'UTC' WHERE id = ?",
                    suspended.account().id());
            mastodon.update("DELETE FROM oauth_access_tokens WHERE id = ?", deleted.id());
            // This ends no open stream (protocol, section 3).
            mastodon.update(
                    "UPDATE oauth_access_tokens SET expires_in = 1, created_at = created_at - INTERVAL '1 day'"
                            + " WHERE id = ?",
                    expired.id());
            mastodon.redisServer().start();
            mastodon.forgetConnections();
            await("back").atMost(COMES_BACK).until(() -> trunkline.metrics().get("redis_reconnects_total") > before);

            assertTrue(ofRevoked.ends());
            assertTrue(ofDisabled.ends());
            assertTrue(ofSuspended.ends());
            assertEquals(1000, ofDeleted.frame(WebSocketClient.CLOSE).code());
            for (Token remaining : new Token[] {expired, good}) {
                String channel = "timeline:" + remaining.account().id();
                EventStream stream = remaining.equals(good) ? ofGood : ofExpired;
                assertEquals(mastodon.publishMarker(channel), stream.nextData());
            }
        }
    }

    /** The look-up is delayed by a lock: nothing leaves before, and nothing is lost. */
    @Test
    void eventsWaitForTheLookUp() throws Exception {
        Token revoked = mastodon.reader();
        Token good = mastodon.reader();
        Token alsoGood = mastodon.reader();
        long before = trunkline.metrics().get("redis_reconnects_total");
        try (EventStream ofRevoked = trunkline.stream("/user", revoked);
                EventStream ofGood = trunkline.stream("/user", good);
                WebSocketClient ofAlsoGood =
                        trunkline.webSocket("?stream=user", alsoGood).settle()) {
            mastodon.redisServer().stop();
            mastodon.forgetConnections();
            mastodon.revoke(revoked);
            try (TableLock tokens = mastodon.lock("oauth_access_tokens")) {
                mastodon.redisServer().start();
                await("back")
                        .atMost(COMES_BACK)
                        .until(() -> trunkline.metrics().get("redis_reconnects_total") > before);
                for (Token token : new Token[] {revoked, good, alsoGood}) {
                    String channel = "timeline:" + token.account().id();
                    await("subscribed").until(() -> mastodon.publish(channel, "delete", "\"1\"") > 0);
                    mastodon.publish(channel, "delete", "\"2\"");
                }
                await("held").until(() -> trunkline.metrics().get("connections_unconfirmed") == 3);
                tokens.release();
            }
            assertTrue(ofRevoked.ends());
            assertEquals("1", ofGood.nextData());
            assertEquals("2", ofGood.nextData());
            assertEquals("1", ofAlsoGood.next().payload());
            assertEquals("2", ofAlsoGood.next().payload());
            String channel = "timeline:" + good.account().id();
            assertEquals(mastodon.publishMarker(channel), ofGood.nextData());
            assertEquals(0, trunkline.metrics().get("connections_unconfirmed"));
        }
    }
}

package dev.trunkline.fanout;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trunkline.harness.EventStream;
import dev.trunkline.harness.HttpAnswer;
import dev.trunkline.harness.HttpSocket;
import dev.trunkline.harness.Mastodon;
import dev.trunkline.harness.TableLock;
import dev.trunkline.harness.Token;
import dev.trunkline.harness.Trunkline;
import dev.trunkline.harness.WireTest;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/** A token that becomes invalid ends its streams, whenever that happens (protocol, section 6). */
@WireTest
class KillIT {

    private static final String INVALID = "{\"error\":\"Invalid access token\"}";

    private final Trunkline trunkline;
    private final Mastodon mastodon;

    KillIT(Trunkline trunkline, Mastodon mastodon) {
        this.trunkline = trunkline;
        this.mastodon = mastodon;
    }

    @Test
    void onTheTokensChannelEndsTheTokensStreams() {
        Token token = mastodon.reader();
        Token other = mastodon.token(token.account(), "read");
        String user = "timeline:" + token.account().id();
        try (EventStream first = trunkline.stream("/user", token);
                EventStream second = trunkline.stream("/public", token);
                EventStream kept = trunkline.stream("/user", other)) {
            mastodon.kill(token);
            assertTrue(first.ends());
            assertTrue(second.ends());
            assertEquals(mastodon.publishMarker(user), kept.nextData());
        }
    }

    @Test
    void onTheAccountsChannelEndsTheAccountsStreams() {
        Token token = mastodon.reader();
        Token second = mastodon.token(token.account(), "read");
        Token other = mastodon.reader();
        try (EventStream one = trunkline.stream("/user", token);
                EventStream two = trunkline.stream("/user", second);
                EventStream kept = trunkline.stream("/user", other)) {
            mastodon.publish("timeline:system:" + token.account().id(), "{\"event\":\"kill\"}");
            assertTrue(one.ends());
            assertTrue(two.ends());
            assertEquals(mastodon.publishMarker("timeline:" + other.account().id()), kept.nextData());
        }
    }

    @Test
    void itsPayloadDoesNotMatter() {
        Token token = mastodon.reader();
        try (EventStream stream = trunkline.stream("/user", token)) {
            mastodon.publish("timeline:access_token:" + token.id(), "kill", "{\"a\":1}");
            assertTrue(stream.ends());
        }
    }

    @Test
    void eventsPublishedBeforeItArrive() {
        Token token = mastodon.reader();
        try (EventStream stream = trunkline.stream("/user", token)) {
            String last = mastodon.publishMarker("timeline:" + token.account().id());
            mastodon.kill(token);
            assertEquals(last, stream.nextData());
            assertTrue(stream.ends());
        }
    }

    @Test
    void isCounted() {
        String counter = "connections_ended_total{reason=\"killed\",type=\"eventsource\"}";
        long before = trunkline.metrics().get(counter);
        Token token = mastodon.reader();
        try (EventStream stream = trunkline.stream("/user", token)) {
            mastodon.kill(token);
            assertTrue(stream.ends());
        }
        assertEquals(before + 1, trunkline.metrics().get(counter));
    }

    /** The list is looked up after the token: while that waits, the token is revoked without a {@code kill}. */
    @Test
    void aTokenRevokedAfterItsLookUpOpensNothing() throws SQLException {
        Token token = mastodon.reader();
        long list = mastodon.list(token.account());
        try (TableLock lists = mastodon.lock("lists");
                HttpSocket socket = open(list, token)) {
            awaitOneWaiting();
            mastodon.revoke(token);
            lists.release();
            HttpAnswer answer = socket.answer(false);
            assertEquals(401, answer.status());
            assertEquals(INVALID, answer.body());
        }
    }

    /** As before, but with a {@code kill}, when the system channels are subscribed to and the second look-up waits. */
    @Test
    void aKillBeforeTheStreamHasOpenedRefusesIt() throws SQLException {
        Token token = mastodon.reader();
        long list = mastodon.list(token.account());
        try (TableLock lists = mastodon.lock("lists");
                HttpSocket socket = open(list, token)) {
            awaitOneWaiting();
            try (TableLock tokens = mastodon.lock("oauth_access_tokens")) {
                lists.release();
                awaitOneWaiting();
                assertEquals(1, mastodon.publish("timeline:access_token:" + token.id(), "{\"event\":\"kill\"}"));
                HttpAnswer answer = socket.answer(false);
                assertEquals(401, answer.status());
                assertEquals(INVALID, answer.body());
                tokens.release();
            }
        }
    }

    private HttpSocket open(long list, Token token) {
        return trunkline
                .get("/api/v1/streaming/list?list=" + list)
                .bearer(token)
                .send();
    }

    private void awaitOneWaiting() {
        await().until(() -> mastodon.waitingForLocks() == 1);
    }
}

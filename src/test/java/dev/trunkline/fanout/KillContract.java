package dev.trunkline.fanout;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trunkline.harness.EventStream;
import dev.trunkline.harness.HttpAnswer;
import dev.trunkline.harness.HttpSocket;
import dev.trunkline.harness.Mastodon;
import dev.trunkline.harness.Request;
import dev.trunkline.harness.TableLock;
import dev.trunkline.harness.Token;
import dev.trunkline.harness.Trunkline;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A token that becomes invalid ends its streams, whenever that happens (protocol, section 6). */
abstract class KillContract {

    private static final String INVALID = "{\"error\":\"Invalid access token\"}";

    private final Trunkline trunkline;
    private final Mastodon mastodon;

    KillContract(Trunkline trunkline, Mastodon mastodon) {
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

    private List<Request> openings(Token token) {
        return List.of(
                trunkline.get("/api/v1/streaming/user").bearer(token),
                trunkline.handshake("").bearer(token));
    }

    private static void assertRefused(HttpSocket socket) {
        assertEquals(401, socket.answer(false).status());
    }

    @Test
    void beforeTheLookUpItLetsNobodyIn() {
        Token token = mastodon.reader();
        mastodon.revoke(token);
        mastodon.kill(token);
        for (Request opening : openings(token)) {
            try (HttpSocket socket = opening.send()) {
                assertRefused(socket);
            }
        }
    }

    /** An account that was disabled and is enabled again, for example. */
    @Test
    void beforeTheLookUpItDoesNotMatterForAValidToken() {
        Token token = mastodon.reader();
        try (Witness witness = new Witness()) {
            witness.kill(token);
            try (EventStream stream = trunkline.stream("/user", token)) {
                String user = "timeline:" + token.account().id();
                assertEquals(mastodon.publishMarker(user), stream.nextData());
            }
        }
    }

    @Test
    void duringTheLookUpItLetsNobodyIn() throws SQLException {
        for (int opening = 0; opening < 2; opening++) {
            Token token = mastodon.reader();
            try (Witness witness = new Witness();
                    TableLock tokens = mastodon.lock("oauth_access_tokens");
                    HttpSocket socket = openings(token).get(opening).send()) {
                awaitOneWaiting();
                witness.kill(token);
                tokens.releaseRevoked(token);
                assertRefused(socket);
            }
        }
    }

    /** The list is looked up after the token: while that waits, the token is revoked. */
    @Test
    void afterTheLookUpItLetsNobodyIn() throws SQLException {
        Token token = mastodon.reader();
        long list = mastodon.list(token.account());
        try (Witness witness = new Witness();
                TableLock lists = mastodon.lock("lists");
                HttpSocket socket = open(list, token)) {
            awaitOneWaiting();
            mastodon.revoke(token);
            witness.kill(token);
            lists.release();
            HttpAnswer answer = socket.answer(false);
            assertEquals(401, answer.status());
            assertEquals(INVALID, answer.body());
        }
    }

    /** The same when the connection is known and not open yet: a second look-up, because of an earlier kill, waits. */
    @Test
    void beforeTheStreamHasOpenedItRefusesIt() throws SQLException {
        Token token = mastodon.reader();
        long list = mastodon.list(token.account());
        try (Witness witness = new Witness();
                TableLock lists = mastodon.lock("lists")) {
            witness.kill(token);
            try (HttpSocket socket = open(list, token);
                    TableLock tokens = lockAfterTheFirstLookUp()) {
                lists.release();
                awaitOneWaiting();
                mastodon.kill(token);
                HttpAnswer answer = socket.answer(false);
                assertEquals(401, answer.status());
                assertEquals(INVALID, answer.body());
                tokens.release();
            }
        }
    }

    /** Its order with the first event is that of publication. */
    @Test
    void theFirstEventMayComeBeforeItAndNoneAfterIt() {
        for (int i = 0; i < 50; i++) {
            Token token = mastodon.reader();
            String user = "timeline:" + token.account().id();
            try (EventStream stream = trunkline.stream("/user", token)) {
                if (i % 2 == 0) {
                    assertEquals(mastodon.publishMarker(user), stream.nextData());
                }
                mastodon.kill(token);
                mastodon.publishMarker(user);
                assertTrue(stream.ends());
            }
        }
    }

    /** A stream that shows what the server has read from Redis. */
    private final class Witness implements AutoCloseable {

        private final Token token = mastodon.reader();
        private final EventStream stream = trunkline.stream("/user", token);

        /** Publishes a kill and waits until the server has read it: what came behind it has arrived. */
        void kill(Token killed) {
            mastodon.kill(killed);
            String marker = mastodon.publishMarker("timeline:" + token.account().id());
            assertEquals(marker, stream.nextData());
        }

        @Override
        public void close() {
            stream.close();
        }
    }

    private HttpSocket open(long list, Token token) {
        return trunkline
                .get("/api/v1/streaming/list?list=" + list)
                .bearer(token)
                .send();
    }

    private TableLock lockAfterTheFirstLookUp() throws SQLException {
        awaitOneWaiting();
        return mastodon.lock("oauth_access_tokens");
    }

    private void awaitOneWaiting() {
        await().until(() -> mastodon.waitingForLocks() == 1);
    }
}

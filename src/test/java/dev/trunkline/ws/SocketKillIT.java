package dev.trunkline.ws;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.trunkline.harness.HttpAnswer;
import dev.trunkline.harness.HttpSocket;
import dev.trunkline.harness.Mastodon;
import dev.trunkline.harness.TableLock;
import dev.trunkline.harness.Token;
import dev.trunkline.harness.Trunkline;
import dev.trunkline.harness.WebSocketClient;
import dev.trunkline.harness.WireTest;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When a token becomes invalid its sockets end, at whatever moment (protocol, section 6). */
@WireTest
class SocketKillIT {

    private final Trunkline trunkline;
    private final Mastodon mastodon;

    SocketKillIT(Trunkline trunkline, Mastodon mastodon) {
        this.trunkline = trunkline;
        this.mastodon = mastodon;
    }

    @ParameterizedTest
    @ValueSource(strings = {"timeline:access_token:<token>", "timeline:system:<account>"})
    void aKillOnEitherSystemChannelClosesTheSocket(String pattern) {
        Token token = mastodon.reader();
        Token other = mastodon.reader();
        String channel = pattern.replace("<token>", Long.toString(token.id()))
                .replace("<account>", Long.toString(token.account().id()));
        try (WebSocketClient silent = trunkline.webSocket("", token);
                WebSocketClient busy = trunkline.webSocket("?stream=user", token);
                WebSocketClient kept = trunkline.webSocket("?stream=user", other)) {
            busy.subscribe("public").settle();
            kept.settle();
            String last = mastodon.publishMarker("timeline:" + token.account().id());
            mastodon.publish(channel, "{\"event\":\"kill\"}");
            assertEquals(1000, silent.closed().code());
            assertEquals(last, busy.next().payload());
            assertEquals(1000, busy.closed().code());
            String marker = mastodon.publishMarker("timeline:" + other.account().id());
            assertEquals(marker, kept.next().payload());
        }
    }

    @Test
    void aKillOfOneTokenLeavesTheAccountsOtherSockets() {
        Token token = mastodon.reader();
        Token second = mastodon.token(token.account(), "read");
        try (WebSocketClient killed = trunkline.webSocket("", token);
                WebSocketClient kept = trunkline.webSocket("?stream=user", second)) {
            kept.settle();
            mastodon.kill(token);
            assertEquals(1000, killed.closed().code());
            String marker = mastodon.publishMarker("timeline:" + token.account().id());
            assertEquals(marker, kept.next().payload());
        }
    }

    @Test
    void aKillDuringASubscriptionClosesTheSocket() throws SQLException {
        Token token = mastodon.reader();
        long list = mastodon.list(token.account());
        try (WebSocketClient socket = trunkline.webSocket("", token);
                TableLock lists = mastodon.lock("lists")) {
            socket.ask("{'type':'subscribe','stream':'list','list':" + list + "}");
            awaitOneWaiting();
            mastodon.kill(token);
            assertEquals(1000, socket.closed().code());
            lists.release();
            await().until(() -> mastodon.waitingForLocks() == 0);
        }
    }

    /** The kill comes when the connection is known, during a second look-up. */
    @Test
    void aKillDuringTheHandshakeRefusesIt() throws SQLException {
        Token token = killedBefore();
        try (TableLock tokens = mastodon.lock("oauth_access_tokens");
                HttpSocket socket = trunkline.handshake("").bearer(token).send()) {
            try (TableLock again = beforeTheSecondLookUp(tokens)) {
                long received = trunkline.metrics().get("redis_messages_received_total");
                mastodon.kill(token);
                // Redis has delivered it; wait until the server has read it, so that it comes before the look-up's
                // answer.
                await().until(() -> trunkline.metrics().get("redis_messages_received_total") > received);
                again.release();
                HttpAnswer answer = socket.answer(false);
                assertEquals(401, answer.status());
                assertEquals("Invalid access token", answer.header("X-Error-Message"));
                assertEquals("", answer.body());
            }
        }
    }

    @Test
    void aTokenRevokedAfterItsLookUpOpensNothing() throws SQLException {
        Token token = killedBefore();
        try (TableLock tokens = mastodon.lock("oauth_access_tokens");
                HttpSocket socket = trunkline.handshake("").bearer(token).send()) {
            try (TableLock again = beforeTheSecondLookUp(tokens)) {
                again.releaseRevoked(token);
                assertEquals(401, socket.answer(false).status());
            }
        }
    }

    /** Whatever the moment, a socket that still opens is closed again. */
    @Test
    void atAnyMomentNoSocketStaysOpen() {
        for (int i = 0; i < 40; i++) {
            Token token = mastodon.reader();
            try (HttpSocket socket = trunkline.handshake("").bearer(token).send()) {
                for (int k = 0; k < i; k++) {
                    mastodon.publish("timeline:nobody", "x", "1");
                }
                mastodon.revoke(token);
                mastodon.kill(token);
                HttpAnswer answer = socket.head();
                if (answer.status() == 101) {
                    byte[] close = socket.bytes(2);
                    assertEquals(0x88, close[0] & 0xFF, "round " + i);
                } else {
                    assertEquals(401, answer.status());
                }
            }
        }
    }

    /** A token that is valid, although a kill came: it is looked up twice, as it may have been revoked in between. */
    private Token killedBefore() {
        Token token = mastodon.reader();
        long received = trunkline.metrics().get("redis_messages_received_total");
        mastodon.kill(token);
        await().until(() -> trunkline.metrics().get("redis_messages_received_total") > received);
        // The socket of an earlier test would be taken for this one's.
        await().until(() -> !isKnown());
        return token;
    }

    /** Whether there is a connection that waits to hear of a kill. */
    private boolean isKnown() {
        return trunkline.metrics().get("connected_channels{channel=\"system\",type=\"websocket\"}") > 0;
    }

    /**
     * A lock that the second look-up waits for, the one after the connection is known. The first look-up's queries pass from lock
     * to lock.
     */
    private TableLock beforeTheSecondLookUp(TableLock first) throws SQLException {
        TableLock held = first;
        awaitOneWaiting();
        while (!isKnown()) {
            TableLock next = mastodon.queueForLock("oauth_access_tokens");
            awaitTwoWaiting();
            held.release();
            next.await();
            held.close();
            held = next;
            awaitOneWaiting();
        }
        return held;
    }

    private void awaitOneWaiting() {
        await().until(() -> mastodon.waitingForLocks() == 1);
    }

    private void awaitTwoWaiting() {
        await().until(() -> mastodon.waitingForLocks() == 2);
    }
}

package dev.trunkline.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trunkline.harness.ClientTransport;
import dev.trunkline.harness.EventStream;
import dev.trunkline.harness.Mastodon;
import dev.trunkline.harness.ResumingClient;
import dev.trunkline.harness.ResumingClient.Got;
import dev.trunkline.harness.Token;
import dev.trunkline.harness.Trunkline;
import dev.trunkline.harness.WebSocketClient;
import dev.trunkline.harness.WireTest;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Redis was away while streams were open (protocol, section 12). */
@WireTest(
        ownServers = true,
        settings = {"trunkline.after-outage=reconnect", "trunkline.reconnect-spread=200ms"})
class OutageIT {

    private final Trunkline trunkline;
    private final Mastodon mastodon;

    OutageIT(Trunkline trunkline, Mastodon mastodon) {
        this.trunkline = trunkline;
        this.mastodon = mastodon;
    }

    @Test
    void clientsWithIdsAreToldAndOthersComeBack() throws IOException {
        Token token = mastodon.reader();
        String home = "timeline:" + token.account().id();
        try (ResumingClient events = new ResumingClient(ClientTransport.EVENT_STREAM, token, "user");
                ResumingClient socket = new ResumingClient(ClientTransport.WEB_SOCKET, token, "user");
                EventStream old = trunkline.stream("/user", token);
                WebSocketClient oldSocket =
                        trunkline.webSocket("?stream=user", token).settle();
                WebSocketClient idle = trunkline.webSocket("", token)) {
            events.open(trunkline.port());
            socket.open(trunkline.port());
            String before = mastodon.publishMarker(home);
            assertEquals(before, events.next().data());
            assertEquals(before, socket.next().data());
            assertEquals(before, old.nextData());
            String lastId = events.lastId();

            mastodon.redisServer().stop();
            mastodon.redisServer().start();
            mastodon.forgetConnections();

            // Once, though the stream has two channels.
            assertOutage(events.next());
            assertOutage(socket.next());
            assertTrue(old.record().startsWith("retry: "));
            assertTrue(old.ends());
            oldSocket.nextText();
            assertEquals(1012, oldSocket.closed().code());
            // Not again after a cut.
            events.open(trunkline.port());
            socket.open(trunkline.port());
            String after = mastodon.publishMarker(home);
            assertEquals(after, events.next().data());
            assertEquals(after, socket.next().data());
            // Who was not subscribed to anything has missed nothing.
            idle.settle();

            events.after(lastId).open(trunkline.port());
            assertOutage(events.next());
            String last = mastodon.publishMarker(home);
            assertEquals(last, events.next().data());
            // Since then nothing was missed.
            events.open(trunkline.port());
            assertEquals(mastodon.publishMarker(home), events.next().data());
        }
        for (String type : List.of("eventsource", "websocket")) {
            assertEquals(
                    1, trunkline.metrics().get("connections_ended_total{reason=\"outage\",type=\"" + type + "\"}"));
        }
    }

    private static void assertOutage(Got got) {
        assertEquals("events_missed", got.name());
        assertEquals("{\"reason\":\"outage\"}", got.data());
    }
}

package dev.trunkline.ws;

import static dev.trunkline.harness.WebSocketClient.CLOSE;
import static dev.trunkline.harness.WebSocketClient.PING;
import static dev.trunkline.harness.WebSocketClient.PONG;
import static dev.trunkline.harness.WebSocketClient.frame;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trunkline.harness.Mastodon;
import dev.trunkline.harness.Request;
import dev.trunkline.harness.Token;
import dev.trunkline.harness.Trunkline;
import dev.trunkline.harness.WebSocketClient;
import dev.trunkline.harness.WebSocketClient.Frame;
import dev.trunkline.harness.WireTest;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A client that does not read is dropped, with the reason if it still reads that; others get everything (protocol, section 5). */
@WireTest(settings = "trunkline.outbox.limit=256K")
class SlowSocketIT {

    private final Trunkline trunkline;
    private final Mastodon mastodon;

    SlowSocketIT(Trunkline trunkline, Mastodon mastodon) {
        this.trunkline = trunkline;
        this.mastodon = mastodon;
    }

    private static final String ENDED = "connections_ended_total{reason=\"slow_reader\",type=\"websocket\"}";

    @Test
    void aSlowSocketIsDroppedWhileOthersGetEverythingInOrder() {
        Token token = mastodon.reader();
        String user = "timeline:" + token.account().id();
        String filling = "x".repeat(64 << 10);
        Request lazy = trunkline.handshake("?stream=user").bearer(token).receiveBuffer(4096);
        long before = trunkline.metrics().get(ENDED);
        try (WebSocketClient slow = lazy.webSocket();
                WebSocketClient quick = trunkline.webSocket("?stream=user", token)) {
            slow.settle();
            quick.settle();
            int published = 0;
            while (trunkline.metrics().get(ENDED) == before) {
                for (int i = 0; i < 8; i++) {
                    mastodon.publish(user, "x", "\"" + published++ + filling + "\"");
                    assertTrue(published < 2_000, "Nobody was found to be slow");
                }
                for (int i = published - 8; i < published; i++) {
                    assertEquals(i + filling, quick.next().payload());
                }
            }
            // The kernel may hold megabytes for the client; what it still gets is in order.
            int received = 0;
            Integer code = null;
            try {
                while (code == null) {
                    Frame frame = slow.frame();
                    if (frame.opcode() == CLOSE) {
                        code = frame.code();
                    } else {
                        assertTrue(frame.text().contains("\"payload\":\"" + received++ + "x"));
                    }
                }
            } catch (UncheckedIOException dropped) {
                assertFalse(dropped.getCause() instanceof SocketTimeoutException);
            }
            assertTrue(code == null || code == 1013, "closed with " + code);
            String marker = mastodon.publishMarker(user);
            assertEquals(marker, quick.next().payload());
        }
    }

    /** The close frame waits behind what the client has not read; the client has a second to read it. */
    @Test
    void aSlowSocketGetsTheReasonIfItReadsInTime() {
        Token token = mastodon.reader();
        String user = "timeline:" + token.account().id();
        String filling = "\"" + "x".repeat(256 << 10) + "\"";
        long before = trunkline.metrics().get(ENDED);
        // With a small buffer, the megabytes that the kernel holds would need more turns of both sides than a busy
        // machine grants in that second.
        try (WebSocketClient slow = trunkline.webSocket("?stream=user", token)) {
            slow.settle();
            int published = 0;
            while (trunkline.metrics().get(ENDED) == before) {
                mastodon.publish(user, "x", filling);
                assertTrue(published++ < 2_000, "Nobody was found to be slow");
            }
            Frame frame = slow.frame();
            while (frame.opcode() != CLOSE) {
                frame = slow.frame();
            }
            assertEquals(1013, frame.code());
        }
    }

    @Test
    void aPingFloodIsNotAnsweredWithoutBound() {
        Request lazy = trunkline.handshake("").bearer(mastodon.reader()).receiveBuffer(4096);
        List<byte[]> pings = Collections.nCopies(5_000, frame(PING, new byte[125]));
        try (WebSocketClient slow = lazy.webSocket()) {
            for (int i = 0; i < 20; i++) {
                slow.send(pings);
            }
            // The client is still read, and its message is executed once it reads.
            slow.unsubscribe("no stream");
            Frame frame = slow.frame();
            while (frame.opcode() == PONG) {
                frame = slow.frame();
            }
            assertEquals("{\"error\":\"Error unsubscribing from channel\"}", frame.text());
        }
    }
}

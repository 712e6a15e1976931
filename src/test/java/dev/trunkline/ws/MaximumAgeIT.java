package dev.trunkline.ws;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.trunkline.harness.Mastodon;
import dev.trunkline.harness.Token;
import dev.trunkline.harness.Trunkline;
import dev.trunkline.harness.WebSocketClient;
import dev.trunkline.harness.WireTest;
import org.junit.jupiter.api.Test;

/** A socket that has lived long enough is closed for its client to come back (protocol, section 5). */
@WireTest(settings = "trunkline.max-stream-age=1s")
class MaximumAgeIT {

    private final Trunkline trunkline;
    private final Mastodon mastodon;

    MaximumAgeIT(Trunkline trunkline, Mastodon mastodon) {
        this.trunkline = trunkline;
        this.mastodon = mastodon;
    }

    @Test
    void closesTheSocket() {
        Token token = mastodon.reader();
        try (WebSocketClient silent = trunkline.webSocket("", token);
                WebSocketClient busy = trunkline.webSocket("?stream=user", token)) {
            busy.settle();
            String marker = mastodon.publishMarker("timeline:" + token.account().id());
            assertEquals(marker, busy.next().payload());
            assertEquals(1012, silent.closed().code());
            assertEquals(1012, busy.closed().code());
        }
    }

    @Test
    void isNoReasonToStayAway() {
        Token token = mastodon.reader();
        for (int i = 0; i < 2; i++) {
            try (WebSocketClient socket = trunkline.webSocket("", token)) {
                socket.settle();
                assertEquals(1012, socket.closed().code());
            }
        }
    }
}

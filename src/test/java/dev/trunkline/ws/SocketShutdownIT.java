package dev.trunkline.ws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trunkline.harness.DependsOnJdk;
import dev.trunkline.harness.Mastodon;
import dev.trunkline.harness.Token;
import dev.trunkline.harness.Trunkline;
import dev.trunkline.harness.WebSocketClient;
import dev.trunkline.harness.WireTest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A process that ends closes its sockets with a code for that (protocol, section 5). */
@DependsOnJdk
@WireTest(settings = "trunkline.shutdown-spread=1s")
class SocketShutdownIT {

    private final Trunkline trunkline;
    private final Mastodon mastodon;

    SocketShutdownIT(Trunkline trunkline, Mastodon mastodon) {
        this.trunkline = trunkline;
        this.mastodon = mastodon;
    }

    @Test
    void closesEachSocketWith1001() throws InterruptedException {
        Token token = mastodon.reader();
        List<WebSocketClient> sockets = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            sockets.add(trunkline.webSocket(i % 2 == 0 ? "" : "?stream=user", token));
        }
        sockets.forEach(WebSocketClient::settle);
        String last = mastodon.publishMarker("timeline:" + token.account().id());
        for (int i = 1; i < 20; i += 2) {
            assertEquals(last, sockets.get(i).next().payload());
        }
        trunkline.process().destroy();
        for (WebSocketClient socket : sockets) {
            assertEquals(1001, socket.closed().code());
            socket.close();
        }
        assertTrue(trunkline.process().waitFor(10, TimeUnit.SECONDS));
        assertEquals(143, trunkline.process().exitValue());
    }
}

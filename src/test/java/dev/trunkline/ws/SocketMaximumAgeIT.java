package dev.trunkline.ws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trunkline.harness.Mastodon;
import dev.trunkline.harness.Token;
import dev.trunkline.harness.Trunkline;
import dev.trunkline.harness.WebSocketClient;
import dev.trunkline.harness.WireTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A socket is closed at a maximum age, so that the client comes back; each at another age (protocol, section 5). */
@WireTest(settings = "trunkline.max-stream-age=3s")
class SocketMaximumAgeIT {

    private static final int SOCKETS = 20;

    private final Trunkline trunkline;
    private final Mastodon mastodon;

    SocketMaximumAgeIT(Trunkline trunkline, Mastodon mastodon) {
        this.trunkline = trunkline;
        this.mastodon = mastodon;
    }

    @Test
    void eachSocketClosesWith1012AtItsOwnAge() {
        Token token = mastodon.reader();
        List<CompletableFuture<Duration>> ages = new ArrayList<>();
        for (int i = 0; i < SOCKETS; i++) {
            long start = System.nanoTime();
            WebSocketClient socket = trunkline.webSocket("?stream=user", token);
            ages.add(CompletableFuture.supplyAsync(
                    () -> {
                        try (socket) {
                            assertEquals(1012, socket.closed().code());
                            return Duration.ofNanos(System.nanoTime() - start);
                        }
                    },
                    command -> new Thread(command).start()));
        }
        List<Duration> sorted =
                ages.stream().map(CompletableFuture::join).sorted().toList();
        Duration youngest = sorted.get(0);
        Duration oldest = sorted.get(SOCKETS - 1);
        assertTrue(youngest.compareTo(Duration.ofMillis(2_700)) >= 0, sorted::toString);
        assertTrue(oldest.minus(youngest).toMillis() >= 50, sorted::toString);
    }
}

package dev.trunkline.log;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.trunkline.harness.EventStream;
import dev.trunkline.harness.HttpSocket;
import dev.trunkline.harness.Mastodon;
import dev.trunkline.harness.Token;
import dev.trunkline.harness.Trunkline;
import dev.trunkline.harness.WireTest;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A log that nobody reads stops nothing: lines are dropped and counted, and the process ends when it is asked to. */
@WireTest
class UnreadLogIT {

    private static final String REQUEST = "GET /nothing HTTP/1.1\r\nHost: trunkline.test\r\n\r\n";
    private static final int REQUESTS = 200;

    /** Each refused request is a line. */
    private static final List<String> SETTINGS =
            List.of("trunkline.log-json=true", "quarkus.log.category.\"dev.trunkline\".level=DEBUG");

    private final Mastodon mastodon;

    UnreadLogIT(Mastodon mastodon) {
        this.mastodon = mastodon;
    }

    @Test
    void stopsNothing() {
        Token token = mastodon.reader();
        // Its end is waited for.
        try (Trunkline trunkline = Trunkline.startUnread(mastodon, SETTINGS);
                EventStream stream = trunkline.stream("/user", token)) {
            try (HttpSocket socket = trunkline.get("/").connect()) {
                await().atMost(Duration.ofSeconds(60)).until(() -> {
                    socket.write(REQUEST.repeat(REQUESTS));
                    for (int i = 0; i < REQUESTS; i++) {
                        assertEquals(400, socket.answer(false).status());
                    }
                    return trunkline.metrics().get("log_lines_dropped_total") > 0;
                });
            }
            assertEquals(mastodon.publishMarker("timeline:" + token.account().id()), stream.nextData());
        }
    }
}

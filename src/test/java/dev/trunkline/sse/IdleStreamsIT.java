package dev.trunkline.sse;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trunkline.harness.EventStream;
import dev.trunkline.harness.Mastodon;
import dev.trunkline.harness.Token;
import dev.trunkline.harness.Trunkline;
import dev.trunkline.harness.WireTest;
import io.vertx.core.http.impl.Http1xServerConnection;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What an open stream holds that has nothing to do. */
@WireTest
class IdleStreamsIT {

    private static final int STREAMS = 20;

    private final Trunkline trunkline;
    private final Mastodon mastodon;

    IdleStreamsIT(Trunkline trunkline, Mastodon mastodon) {
        this.trunkline = trunkline;
        this.mastodon = mastodon;
    }

    /** With its request, its response and its codecs; a few are of other requests. */
    @Test
    @Tag(Trunkline.LOOKS_INTO_HEAP)
    void noneHoldsAConnectionOfTheHttpServer() {
        Token token = mastodon.reader();
        List<EventStream> streams = new ArrayList<>();
        try {
            for (int i = 0; i < STREAMS; i++) {
                streams.add(trunkline.stream("/user", token));
            }
            await().untilAsserted(() -> {
                long held = trunkline.heap().getOrDefault(Http1xServerConnection.class.getName(), 0L);
                assertTrue(held < STREAMS / 2, () -> held + " connections");
            });
        } finally {
            streams.forEach(EventStream::close);
        }
    }
}

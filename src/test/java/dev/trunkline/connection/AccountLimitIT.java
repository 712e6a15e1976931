package dev.trunkline.connection;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.trunkline.harness.EventStream;
import dev.trunkline.harness.Mastodon;
import dev.trunkline.harness.Request;
import dev.trunkline.harness.Token;
import dev.trunkline.harness.Trunkline;
import dev.trunkline.harness.WireTest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Without a setting an account may have 100 connections (protocol, section 10). */
@WireTest
class AccountLimitIT {

    private static final int LIMIT = 100;

    private final Trunkline trunkline;
    private final Mastodon mastodon;

    AccountLimitIT(Trunkline trunkline, Mastodon mastodon) {
        this.trunkline = trunkline;
        this.mastodon = mastodon;
    }

    private Request request(Token token) {
        return trunkline.get("/api/v1/streaming/user").bearer(token);
    }

    @Test
    void oneMoreIsRefusedAndOthersAreNot() {
        Token token = mastodon.reader();
        List<EventStream> open = new ArrayList<>();
        try {
            for (int i = 0; i < LIMIT; i++) {
                EventStream stream = request(token).stream();
                open.add(stream);
                assertEquals(200, stream.head().status());
            }
            assertEquals(429, request(token).answer().status());
            EventStream other = request(mastodon.reader()).stream();
            open.add(other);
            assertEquals(200, other.head().status());
        } finally {
            open.forEach(EventStream::close);
        }
        await().until(() -> trunkline.metrics().sum("connected_clients") == 0);
    }
}

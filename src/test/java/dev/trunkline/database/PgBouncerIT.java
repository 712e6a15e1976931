package dev.trunkline.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.trunkline.harness.Mastodon;
import dev.trunkline.harness.NeedsTool;
import dev.trunkline.harness.PgBouncer;
import dev.trunkline.harness.Token;
import dev.trunkline.harness.Trunkline;
import dev.trunkline.harness.WireTest;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** PgBouncer in transaction mode, with fewer connections than this server has (protocol, section 9). */
@WireTest
@NeedsTool("pgbouncer")
class PgBouncerIT {

    private static final int CLIENTS = 16;
    private static final int ROUNDS = 20;

    private final Mastodon mastodon;

    PgBouncerIT(Mastodon mastodon) {
        this.mastodon = mastodon;
    }

    @Test
    void tokensAndListsAreLookedUpThroughIt() throws IOException, InterruptedException, ExecutionException {
        try (PgBouncer bouncer = PgBouncer.start(mastodon.postgresServer(), 2);
                Trunkline trunkline =
                        Trunkline.start(mastodon, List.of(), Map.of("DATABASE_URL", bouncer.url(), "DB_POOL", "8"))) {
            ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
            try {
                List<Future<?>> asking = IntStream.range(0, CLIENTS)
                        .<Future<?>>mapToObj(client -> clients.submit(() -> ask(trunkline)))
                        .toList();
                for (Future<?> one : asking) {
                    one.get();
                }
            } finally {
                clients.shutdownNow();
            }
            assertFalse(trunkline.log().contains("PgException"), trunkline::log);
            assertFalse(bouncer.log().contains("unsupported startup parameter"), bouncer::log);
        }
    }

    /** Alternates two queries, so that PgBouncer's change of connections would show if one got the other's result. */
    private void ask(Trunkline trunkline) {
        Token owner = mastodon.reader();
        Token other = mastodon.reader();
        long list = mastodon.list(owner.account());
        for (int i = 0; i < ROUNDS; i++) {
            assertEquals(200, status(trunkline, "/user", owner.text()));
            assertEquals(401, status(trunkline, "/user", "unknown"));
            assertEquals(200, status(trunkline, "/list?list=" + list, owner.text()));
            assertEquals(401, status(trunkline, "/list?list=" + list, other.text()));
        }
    }

    private static int status(Trunkline trunkline, String stream, String token) {
        return trunkline
                .request("HEAD", "/api/v1/streaming" + stream)
                .header("Authorization", "Bearer " + token)
                .answer()
                .status();
    }
}

package dev.trunkline.database;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trunkline.demo.PostgresProcess;
import dev.trunkline.harness.Mastodon;
import dev.trunkline.harness.Metrics;
import dev.trunkline.harness.TcpProxy;
import dev.trunkline.harness.Token;
import dev.trunkline.harness.Trunkline;
import dev.trunkline.harness.WireTest;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The network in front of PostgreSQL drops all packets and closes nothing. */
@WireTest
class SilentNetworkIT {

    private static final int POOL = 3;
    private static final Duration BOUND = Duration.ofSeconds(10);

    private final Mastodon mastodon;

    SilentNetworkIT(Mastodon mastodon) {
        this.mastodon = mastodon;
    }

    @Test
    void thePoolRecovers() throws IOException {
        PostgresProcess postgres = mastodon.postgresServer();
        Token token = mastodon.reader();
        try (TcpProxy proxy = TcpProxy.to(postgres.host(), postgres.port());
                Trunkline trunkline = Trunkline.start(
                        mastodon,
                        List.of("trunkline.query-time-limit=1s"),
                        Map.of(
                                "DATABASE_URL",
                                "postgresql://" + postgres.user() + ":" + postgres.password() + "@127.0.0.1:"
                                        + proxy.port() + "/" + postgres.database(),
                                "DB_POOL",
                                Integer.toString(POOL)))) {
            // The first query of a server that has just started may take longer than the limit.
            await().until(() -> status(trunkline, token) == 200);
            // The first silence hits connections in use, the second one connections that are being opened.
            for (int i = 0; i < 2; i++) {
                proxy.silence();
                List<Integer> answers = IntStream.range(0, 4 * POOL)
                        .parallel()
                        .mapToObj(request -> status(trunkline, token))
                        .toList();
                assertTrue(answers.stream().allMatch(answer -> answer == 503), answers::toString);
                proxy.restore();
                await().atMost(BOUND).until(() -> status(trunkline, token) == 200);
            }
            await().atMost(BOUND).untilAsserted(() -> {
                Metrics metrics = trunkline.metrics();
                assertEquals(0, metrics.get("pg_pool_waiting_queries"));
                assertTrue(metrics.get("pg_pool_total_connections") <= POOL, metrics::toString);
                assertEquals(metrics.get("pg_pool_total_connections"), metrics.get("pg_pool_idle_connections"));
            });
        }
    }

    private static int status(Trunkline trunkline, Token token) {
        return trunkline
                .request("HEAD", "/api/v1/streaming/user")
                .bearer(token)
                .answer()
                .status();
    }
}

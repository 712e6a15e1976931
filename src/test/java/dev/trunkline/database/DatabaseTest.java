package dev.trunkline.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.trunkline.demo.EmbeddedServers;
import dev.trunkline.demo.PostgresProcess;
import dev.trunkline.harness.TcpProxy;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.io.IOException;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The round trips of a query, the session's settings, and the bound of waiting queries. */
class DatabaseTest {

    private static EmbeddedServers servers;
    private static PostgresProcess postgres;

    @BeforeAll
    static void start() throws IOException {
        servers = EmbeddedServers.start();
        postgres = servers.postgres();
    }

    @AfterAll
    static void stop() throws IOException {
        servers.stop();
    }

    @Test
    void aQueryWithItsValuesInItsTextIsOneRoundTrip() throws IOException {
        try (TcpProxy proxy = TcpProxy.to(postgres.host(), postgres.port());
                DatabaseFixture fixture = new DatabaseFixture(postgres, proxy.port(), size(1), Map.of())) {
            Database database = fixture.database();
            await(database.ping());
            int before = proxy.requests();
            await(database.query("SELECT " + Literal.of(new long[] {1, 2})));
            assertEquals(before + 1, proxy.requests());
            await(database.query("SELECT $1::bigint", Tuple.of(1L)));
            assertEquals(before + 3, proxy.requests());
        }
    }

    /** PgBouncer refuses some parameters, and has to set the others again for each transaction. */
    @Test
    void onlyTheEncodingIsSetAtTheStart() {
        try (DatabaseFixture fixture = new DatabaseFixture(postgres, postgres.port(), size(1), Map.of())) {
            RowSet<Row> rows = await(
                    fixture.database().query("SELECT string_agg(name, ' ') FROM pg_settings WHERE source = 'client'"));
            assertEquals("client_encoding", rows.iterator().next().getString(0));
        }
    }

    @Test
    void waitingQueriesAreBounded() {
        try (DatabaseFixture fixture =
                new DatabaseFixture(postgres, postgres.port(), size(2), Map.of("trunkline.max-waiting-queries", "3"))) {
            Database database = fixture.database();
            // Opens both connections first: a query that has its connection opened counts as waiting.
            Stream.of(1, 2)
                    .map(any -> asked(database.query("SELECT pg_sleep(0.1)")))
                    .toList()
                    .forEach(UniAssertSubscriber::awaitItem);
            var asked = Stream.of(1, 2, 3, 4, 5)
                    .map(any -> asked(database.query("SELECT pg_sleep(0.5)")))
                    .toList();
            assertThrows(DatabaseUnavailable.class, () -> await(database.query("SELECT 1")));
            asked.forEach(UniAssertSubscriber::awaitItem);
            await(database.query("SELECT 1"));
        }
    }

    private static UniAssertSubscriber<RowSet<Row>> asked(Uni<RowSet<Row>> query) {
        return query.subscribe().withSubscriber(UniAssertSubscriber.create());
    }

    private static PoolOptions size(int connections) {
        return new PoolOptions().setMaxSize(connections);
    }

    private static <T> T await(Uni<T> uni) {
        return uni.await().indefinitely();
    }
}

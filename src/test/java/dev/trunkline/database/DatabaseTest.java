package dev.trunkline.database;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trunkline.demo.EmbeddedServers;
import dev.trunkline.demo.PostgresProcess;
import dev.trunkline.harness.TcpProxy;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;

/** The round trips of a query, the session's settings, and which queries wait for a connection. */
class DatabaseTest {

    /** Such a query lasts as long as another session has the lock. */
    private static final String WAITING = "SELECT pg_advisory_xact_lock(1)";

    private static final String HOLD = "SELECT pg_advisory_lock(1)";
    private static final String LET_GO = "SELECT pg_advisory_unlock(1)";

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
            await(database.query(Priority.CHECK, "SELECT " + Literal.of(new long[] {1, 2})));
            assertEquals(before + 1, proxy.requests());
            await(database.query(Priority.CHECK, "SELECT $1::bigint", Tuple.of(1L)));
            assertEquals(before + 3, proxy.requests());
        }
    }

    /** PgBouncer refuses some parameters, and has to set the others again for each transaction. */
    @Test
    void onlyTheEncodingIsSetAtTheStart() {
        try (DatabaseFixture fixture = new DatabaseFixture(postgres, postgres.port(), size(1), Map.of())) {
            RowSet<Row> rows = await(fixture.database()
                    .query(Priority.CHECK, "SELECT string_agg(name, ' ') FROM pg_settings WHERE source = 'client'"));
            assertEquals("client_encoding", rows.iterator().next().getString(0));
        }
    }

    @Test
    void waitingQueriesAreBounded() throws SQLException {
        try (DatabaseFixture fixture = new DatabaseFixture(
                        postgres, postgres.port(), size(1), Map.of("trunkline.max-waiting-queries", "3"));
                Connection other = postgres.connect();
                Statement lock = other.createStatement()) {
            Database database = fixture.database();
            // Without a connection, the first one would wait, too.
            await(database.ping());
            lock.execute(HOLD);
            var asked = Stream.of(1, 2, 3, 4)
                    .map(any -> asked(database.query(Priority.LOOK_UP, WAITING)))
                    .toList();
            assertThrows(DatabaseOverloaded.class, () -> await(database.query(Priority.LOOK_UP, "SELECT 1")));
            lock.execute(LET_GO);
            asked.forEach(UniAssertSubscriber::awaitItem);
            await(database.query(Priority.LOOK_UP, "SELECT 1"));
        }
    }

    /** The look-ups last until the end. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 10})
    void checksAndHealthDoNotWaitForLookUps(int connections) throws SQLException {
        try (DatabaseFixture fixture = new DatabaseFixture(postgres, postgres.port(), size(connections), Map.of());
                Connection other = postgres.connect();
                Statement lock = other.createStatement()) {
            Database database = fixture.database();
            lock.execute(HOLD);
            var lookUps = IntStream.range(0, connections)
                    .mapToObj(any -> asked(database.query(Priority.LOOK_UP, WAITING)))
                    .toList();
            await(database.query(Priority.CHECK, "SELECT 1"));
            await(database.ping());
            lookUps.forEach(UniAssertSubscriber::assertNotTerminated);
        }
    }

    @Test
    void withOneConnectionEachHasItsTurn() {
        try (DatabaseFixture fixture = new DatabaseFixture(postgres, postgres.port(), size(1), Map.of())) {
            Database database = fixture.database();
            Stream.of(Priority.LOOK_UP, Priority.CHECK, Priority.HEALTH, Priority.LOOK_UP)
                    .map(priority -> asked(database.query(priority, "SELECT pg_sleep(0.01)")))
                    .toList()
                    .forEach(UniAssertSubscriber::awaitItem);
        }
    }

    /** Each thread has a context on an event loop of its own. */
    @Test
    void queriesOfAllEventLoopsShareAnIdleConnection() throws InterruptedException {
        try (DatabaseFixture fixture = new DatabaseFixture(postgres, postgres.port(), size(10), Map.of())) {
            Set<Integer> backends = ConcurrentHashMap.newKeySet();
            for (int i = 0; i < 10; i++) {
                Thread asker = new Thread(
                        () -> backends.add(await(fixture.database().query(Priority.LOOK_UP, "SELECT pg_backend_pid()"))
                                .iterator()
                                .next()
                                .getInteger(0)));
                asker.start();
                asker.join();
            }
            assertEquals(1, backends.size());
        }
    }

    /** Nobody gets it at first, and the pool has room for no other one. */
    @Test
    void aConnectionThatOpensTooLateIsUsed() throws IOException {
        try (DatabaseFixture fixture =
                new DatabaseFixture(postgres, postgres.port(), size(1), Map.of("trunkline.query-time-limit", "1s"))) {
            Database database = fixture.database();
            postgres.suspend();
            try {
                assertThrows(DatabaseUnavailable.class, () -> await(database.query(Priority.LOOK_UP, "SELECT 1")));
            } finally {
                postgres.resume();
            }
            Awaitility.await().ignoreExceptions().untilAsserted(() -> await(database.ping()));
        }
    }

    /** All others take the one that there is, in turns. */
    @Test
    void connectionsThatPostgresqlRefusesFailNobody() throws SQLException {
        role("one", 1);
        try (DatabaseFixture fixture = DatabaseFixture.ofRole(postgres, "one", size(5))) {
            askUntilOneIsRefused(fixture.database(), Priority.LOOK_UP);
        }
    }

    /** The look-ups may have one of three, however often another one is tried. */
    @Test
    void whatPostgresqlGivesIsSharedOut() throws SQLException {
        role("three", 3);
        try (DatabaseFixture fixture = DatabaseFixture.ofRole(postgres, "three", size(10));
                Connection other = postgres.connect();
                Statement lock = other.createStatement()) {
            Database database = fixture.database();
            askUntilOneIsRefused(database, Priority.CHECK);
            lock.execute(HOLD);
            var lookUps = Stream.generate(() -> asked(database.query(Priority.LOOK_UP, WAITING)))
                    .limit(10)
                    .toList();
            for (int i = 0; i < 30; i++) {
                await(database.query(Priority.CHECK, "SELECT pg_sleep(0.02)"));
                await(database.ping());
            }
            lookUps.forEach(UniAssertSubscriber::assertNotTerminated);
        }
    }

    /** More at once than there are connections, again and again until the log says that there is no further one. */
    private static void askUntilOneIsRefused(Database database, Priority priority) {
        AtomicBoolean refused = new AtomicBoolean();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord line) {
                if (line.getMessage().startsWith("PostgreSQL opens no further connection")) {
                    refused.set(true);
                }
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger log = Logger.getLogger(Database.class.getName());
        log.addHandler(handler);
        try {
            for (int round = 0; !refused.get(); round++) {
                assertTrue(round < 100, "no connection was refused");
                Stream.generate(() -> asked(database.query(priority, "SELECT pg_sleep(0.02)")))
                        .limit(20)
                        .toList()
                        .forEach(UniAssertSubscriber::awaitItem);
            }
        } finally {
            log.removeHandler(handler);
        }
    }

    /** Its password is its name. */
    private static void role(String name, int connections) throws SQLException {
        PGSimpleDataSource asOwner = new PGSimpleDataSource();
        asOwner.setServerNames(new String[] {postgres.host()});
        asOwner.setPortNumbers(new int[] {postgres.port()});
        asOwner.setDatabaseName(postgres.database());
        asOwner.setUser("postgres");
        try (Connection owner = asOwner.getConnection();
                Statement statement = owner.createStatement()) {
            statement.execute(
                    "CREATE ROLE %1$s LOGIN PASSWORD '%1$s' CONNECTION LIMIT %2$d".formatted(name, connections));
        }
    }

    /** Each takes one request. */
    @Test
    void allThatAskForHealthAtOnceShareAQuery() throws IOException, SQLException {
        try (TcpProxy proxy = TcpProxy.to(postgres.host(), postgres.port());
                DatabaseFixture fixture = new DatabaseFixture(postgres, proxy.port(), size(1), Map.of());
                Connection other = postgres.connect();
                Statement lock = other.createStatement()) {
            Database database = fixture.database();
            Uni<Void> ping = database.ping();
            await(ping);
            int before = proxy.requests();
            lock.execute(HOLD);
            var lookUp = asked(database.query(Priority.LOOK_UP, WAITING));
            var first = ping.subscribe().withSubscriber(UniAssertSubscriber.create());
            var others = Stream.generate(database::ping)
                    .limit(30)
                    .map(another -> another.subscribe().withSubscriber(UniAssertSubscriber.create()))
                    .toList();
            // The others' answer is not the first one's to cancel.
            first.cancel();
            lock.execute(LET_GO);
            lookUp.awaitItem();
            others.forEach(UniAssertSubscriber::awaitItem);
            assertEquals(before + 2, proxy.requests());
            await(ping);
            assertEquals(before + 3, proxy.requests());
        }
    }

    @Test
    void whatNobodyWaitsForIsNotAsked() throws IOException, SQLException {
        try (TcpProxy proxy = TcpProxy.to(postgres.host(), postgres.port());
                DatabaseFixture fixture = new DatabaseFixture(postgres, proxy.port(), size(1), Map.of());
                Connection other = postgres.connect();
                Statement lock = other.createStatement()) {
            Database database = fixture.database();
            await(database.ping());
            int before = proxy.requests();
            lock.execute(HOLD);
            var first = asked(database.query(Priority.LOOK_UP, WAITING));
            var givenUp = asked(database.query(Priority.LOOK_UP, "SELECT 1"));
            var last = asked(database.query(Priority.LOOK_UP, "SELECT 1"));
            givenUp.cancel();
            lock.execute(LET_GO);
            first.awaitItem();
            last.awaitItem();
            assertEquals(before + 2, proxy.requests());
        }
    }

    /** A connection that is closed goes out of the pool before the next query, on whatever thread, can get it. */
    @Test
    void whoeverWaitsForAConnectionThatIsClosedGetsAnotherOne() {
        PrintStream error = System.err;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setErr(new PrintStream(printed, true, UTF_8));
        try (DatabaseFixture fixture = new DatabaseFixture(postgres, postgres.port(), size(1), Map.of())) {
            Database database = fixture.database();
            // Without that order, every fifth of these fails.
            for (int i = 0; i < 50; i++) {
                var closing = asked(database.query(Priority.LOOK_UP, "SELECT pg_terminate_backend(pg_backend_pid())"));
                var others = IntStream.range(0, 3)
                        .mapToObj(any -> CompletableFuture.supplyAsync(
                                () -> await(database.query(Priority.LOOK_UP, "SELECT 1"))))
                        .toList();
                assertInstanceOf(
                        DatabaseUnavailable.class, closing.awaitFailure().getFailure());
                others.forEach(CompletableFuture::join);
            }
        } finally {
            System.setErr(error);
        }
        assertEquals("", printed.toString(UTF_8));
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

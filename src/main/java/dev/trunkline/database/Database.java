package dev.trunkline.database;

import dev.trunkline.config.Settings;
import dev.trunkline.internals.PostgresConnections;
import dev.trunkline.internals.PostgresSocket;
import dev.trunkline.metrics.LogLimit;
import dev.trunkline.metrics.Meters;
import dev.trunkline.metrics.Reason;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxException;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Runs all queries against Mastodon's PostgreSQL, which this server only reads. Every query has a {@link Priority} and a time
 * limit, which includes its wait for a connection, is counted for the pool's gauges, and fails with {@link DatabaseUnavailable}
 * if PostgreSQL is down, rejects the connection or is too slow, or if too many queries wait. A query that is cancelled while it
 * waits is not asked. Any other failure, such as a missing table, is passed on unchanged.
 */
@ApplicationScoped
public class Database {

    private static final Logger LOG = Logger.getLogger(Database.class);

    /**
     * SQLSTATE classes of failures that have nothing to do with the query: connection, authorisation, transaction rollback (a
     * standby's conflict with recovery), catalogue, resources, operator intervention, system error (PostgreSQL, appendix A).
     */
    private static final Set<String> UNAVAILABLE = Set.of("08", "28", "40", "3D", "53", "57", "58");

    /** How long queries wait for connections that are open before one more is: most queries take less. */
    private static final long PATIENCE_MS = 10;

    /** A connection that takes longer to open than most do; also the first pause after one that could not be opened. */
    private static final long LONG_OPENING_MS = 250;

    /** The longest pause, while PostgreSQL opens no further connections. */
    private static final long LONGEST_PAUSE_MS = 4_000;

    private final Vertx vertx;
    private final Pool pool;
    private final QueryGate gate;
    private final OpenConnections open;
    private final Duration limit;
    private final int maxWaiting;
    private final int maximum;
    private final AtomicBoolean growing = new AtomicBoolean();
    private final LogLimit refusals = new LogLimit();
    private volatile long pause = LONG_OPENING_MS;
    private volatile long notBefore = System.nanoTime();
    private final List<BatchedLookUp<?, ?>> batched = new CopyOnWriteArrayList<>();
    private final SharedQuery<Void> ping =
            new SharedQuery<>(() -> query(Priority.HEALTH, "SELECT 1").replaceWithVoid());

    Database(
            Vertx vertx,
            Pool pool,
            Settings settings,
            Meters meters,
            @ConfigProperty(name = "quarkus.datasource.reactive.max-size") int maximum) {
        this.vertx = vertx;
        this.pool = pool;
        this.open = new OpenConnections();
        this.gate = new QueryGate(maximum, open::count, settings.maxWaitingQueries());
        this.maximum = maximum;
        this.maxWaiting = settings.maxWaitingQueries();
        this.limit = settings.queryTimeLimit();
        meters.gauge("pg_pool_total_connections", "Open connections to PostgreSQL", pool::size);
        // Each query has one connection from start to end, so the number of queries under way tells the pool's state.
        meters.gauge(
                "pg_pool_idle_connections",
                "Open connections to PostgreSQL without a query",
                () -> Math.max(0, pool.size() - gate.underWay() - gate.opening()));
        meters.gauge("pg_pool_waiting_queries", "Queries and look-ups that wait for a connection", this::waiting);
    }

    /** Runs a query with parameters, in two round trips. The rows may come on any thread. */
    public Uni<RowSet<Row>> query(Priority priority, String sql, Tuple parameters) {
        return run(priority, limit, connection -> connection.preparedQuery(sql).execute(parameters));
    }

    /**
     * Runs a query with its values in its text, in one round trip. The rows may come on any thread. Values must be written by
     * {@link Literal}.
     */
    public Uni<RowSet<Row>> query(Priority priority, String sql) {
        return query(priority, sql, limit);
    }

    /** The same with a time limit of its own. */
    public Uni<RowSet<Row>> query(Priority priority, String sql, Duration ownLimit) {
        return run(priority, ownLimit, connection -> connection.query(sql).execute());
    }

    /**
     * Look-ups that share queries.
     *
     * @param keys the most keys of one query
     * @param query finds the values of some keys, by one query of this class
     */
    public <K, V> BatchedLookUp<K, V> batched(int keys, Function<List<K>, Uni<Map<K, V>>> query) {
        BatchedLookUp<K, V> lookUp = new BatchedLookUp<>(keys, maxWaiting, limit, query);
        batched.add(lookUp);
        return lookUp;
    }

    /** Look-ups that wait to be put together wait for a connection, too. */
    private int waiting() {
        return gate.waiting()
                + batched.stream().mapToInt(BatchedLookUp::waiting).sum();
    }

    private Uni<RowSet<Row>> run(
            Priority priority, Duration timeLimit, Function<SqlConnection, Future<RowSet<Row>>> query) {
        return Uni.createFrom()
                .<RowSet<Row>>emitter(emitter -> {
                    Promise<RowSet<Row>> rows = Promise.promise();
                    // In the caller's own context, not in the one of the connection or of the query before it.
                    Context context = vertx.getOrCreateContext();
                    rows.future().onComplete(done -> context.runOnContext(now -> answer(emitter, done)));
                    QueryGate.Turn turn = gate.enter(priority, new QueryGate.Waiter() {
                        @Override
                        public void begin(QueryGate.Turn called) {
                            run(called, timeLimit, query, rows);
                        }

                        @Override
                        public void fail(Throwable cause) {
                            rows.fail(cause);
                        }
                    });
                    emitter.onTermination(turn::leave);
                    if (turn.atOnce()) {
                        run(turn, timeLimit, query, rows);
                    } else {
                        grow();
                    }
                })
                .ifNoItem()
                .after(timeLimit)
                .fail()
                .onFailure(Database::isUnavailable)
                .transform(DatabaseUnavailable::new);
    }

    private void run(
            QueryGate.Turn turn,
            Duration timeLimit,
            Function<SqlConnection, Future<RowSet<Row>>> query,
            Promise<RowSet<Row>> rows) {
        Optional<PostgresSocket> where = open.take();
        where.map(PostgresSocket::context).orElseGet(vertx::getOrCreateContext).runOnContext(now -> connection()
                .onFailure(none -> where.ifPresent(open::end))
                .compose(connection -> {
                    QueryDeadline deadline = new QueryDeadline(vertx, connection, timeLimit);
                    PostgresSocket socket = PostgresConnections.socket(connection);
                    open.begin(socket);
                    where.ifPresent(open::end);
                    return Future.succeededFuture(connection)
                            .compose(query)
                            .recover(failure -> PostgresConnections.settled(connection)
                                    .compose(settled -> Future.failedFuture(failure)))
                            .eventually(deadline::release)
                            .onComplete(done -> open.end(socket));
                })
                .onComplete(done -> {
                    // The connection is free again, which may be later than the caller's time-out.
                    try {
                        rows.handle(done);
                    } finally {
                        turn.over();
                        grow();
                    }
                }));
    }

    private static void answer(UniEmitter<? super RowSet<Row>> asker, AsyncResult<RowSet<Row>> rows) {
        if (rows.succeeded()) {
            asker.complete(rows.result());
        } else {
            asker.fail(rows.cause());
        }
    }

    private Future<SqlConnection> connection() {
        // Within compose, what throws becomes a failure, too.
        return Future.succeededFuture()
                .compose(now -> pool.getConnection())
                // The driver would print it, with its stack; the query fails with it.
                .onSuccess(connection -> connection.exceptionHandler(
                        lost -> LOG.debugf("A connection to PostgreSQL is lost: %s", lost)));
    }

    /** Opens a connection now if there is none, and another one if queries still wait in a moment. */
    private void grow() {
        if (open.count() == 0) {
            gate.grow().ifPresent(this::open);
        } else if (gate.canGrow() && growing.compareAndSet(false, true)) {
            long rest = TimeUnit.NANOSECONDS.toMillis(notBefore - System.nanoTime());
            vertx.setTimer(Math.max(PATIENCE_MS, rest), now -> {
                growing.set(false);
                gate.grow().ifPresent(this::open);
            });
        }
    }

    private void open(QueryGate.Opening opening) {
        long late = vertx.setTimer(LONG_OPENING_MS, now -> {
            opening.late();
            grow();
        });
        // On one event loop after the other: the pool gives a connection that is idle on the caller's.
        PostgresConnections.nextEventLoop(vertx).runOnContext(next -> another().onComplete(done -> {
            vertx.cancelTimer(late);
            if (done.failed()) {
                opening.failed(done.cause());
                refused(done.cause());
                if (gate.waiting() > 0) {
                    vertx.setTimer(LONG_OPENING_MS, now -> grow());
                }
                return;
            }
            if (done.result()) {
                pause = LONG_OPENING_MS;
                opening.done();
            } else {
                pause(LONG_OPENING_MS);
                opening.found();
            }
            grow();
        }));
    }

    /**
     * Whether it is a connection that was not there before; back in the pool it is anybody's. One that was opened too late for
     * whom it was meant is new, too.
     */
    private Future<Boolean> another() {
        return connection().compose(connection -> {
            PostgresSocket socket = PostgresConnections.socket(connection);
            boolean isNew = !open.contains(socket);
            return connection.close().map(closed -> {
                if (isNew) {
                    open.add(socket);
                }
                return isNew;
            });
        });
    }

    private void pause(long ms) {
        notBefore = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(ms);
    }

    /** Says so if there are others: whoever waits for the first one fails, and says it. */
    private void refused(Throwable cause) {
        int opened = open.count();
        if (opened > 0) {
            pause(pause);
            pause = Math.min(2 * pause, LONGEST_PAUSE_MS);
            String reason = Reason.of(cause);
            if (refusals.allows(reason)) {
                LOG.warnf(
                        "PostgreSQL opens no further connection: %s; %s of %s are open (said once a minute)",
                        reason, opened, maximum);
            }
        }
    }

    /**
     * Succeeds when PostgreSQL answers. All that ask at once share one query: anybody may ask for the readiness, and the
     * checks must get their turn all the same.
     */
    public Uni<Void> ping() {
        return ping.answer();
    }

    /** Checked failures come from the driver or the network; unchecked ones are faults of the code, except for these two. */
    private static boolean isUnavailable(Throwable failure) {
        if (failure instanceof PgException error) {
            String state = error.getSqlState();
            return state == null || state.length() < 2 || UNAVAILABLE.contains(state.substring(0, 2));
        }
        boolean unchecked = failure instanceof RuntimeException || failure instanceof Error;
        return !unchecked || failure instanceof TimeoutException || failure instanceof VertxException;
    }
}

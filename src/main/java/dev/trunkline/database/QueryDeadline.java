package dev.trunkline.database;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;

/**
 * The time limit of one query on a pooled connection. PostgreSQL is asked to cancel a query that passes the limit; otherwise a
 * query that waits for a lock would occupy its connection for as long as the lock is held.
 */
final class QueryDeadline {

    /** How long PostgreSQL may take to act on a cancellation that has been sent. */
    static final Duration CANCELLATION = Duration.ofSeconds(1);

    private final Vertx vertx;
    private final SqlConnection connection;
    private final long timer;

    /** Completes when no cancellation can hit the connection's next query. */
    private final Promise<Void> spent = Promise.promise();

    /** Starts the clock. */
    QueryDeadline(Vertx vertx, SqlConnection connection, Duration limit) {
        this.vertx = vertx;
        this.connection = connection;
        connection.closeHandler(closed -> spent.tryComplete());
        this.timer = vertx.setTimer(limit.toMillis(), passed -> cancel());
    }

    /**
     * The cancellation travels over a socket of its own, which takes time to connect. One that fails has not been sent, or not
     * completely: PostgreSQL ignores it.
     */
    private void cancel() {
        PgConnection.cast(connection)
                .cancelRequest()
                .onComplete(sent -> vertx.setTimer(CANCELLATION.toMillis(), passed -> spent.tryComplete()));
    }

    /**
     * Stops the clock and returns the connection to the pool; to be called when the query has succeeded or failed. If a
     * cancellation is on its way, the connection is kept until it can no longer hit the next query, or is closed.
     */
    Future<Void> release() {
        if (vertx.cancelTimer(timer)) {
            spent.tryComplete();
        }
        return spent.future().onComplete(done -> connection.close());
    }
}

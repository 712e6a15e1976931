package dev.trunkline.database;

import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;

/**
 * A pooled connection while one query has it. A query that passes its limit is cancelled, so that PostgreSQL does not go on
 * with it, and its connection is closed, so that the pool has the place again: at PostgreSQL's answer or, where there is
 * none, after a second. Without this a network that swallows packets would keep every connection until the kernel gives up,
 * a quarter of an hour later.
 */
final class Loan {

    private static final long CANCEL_MILLIS = 1_000;

    private final Vertx vertx;
    private final SqlConnection connection;
    private final SocketGuard guard;
    private final long timer;

    Loan(Vertx vertx, SqlConnection connection, Duration limit) {
        this.vertx = vertx;
        this.connection = connection;
        this.guard = SocketGuard.of(connection);
        this.timer = vertx.setTimer(limit.toMillis(), passed -> cancel());
    }

    /** The query has its answer, or has failed. */
    void end() {
        if (vertx.cancelTimer(timer)) {
            connection.close();
        } else {
            // Not for another query: the cancellation might still be on its way.
            guard.sever();
        }
    }

    private void cancel() {
        vertx.setTimer(CANCEL_MILLIS, unanswered -> guard.sever());
        PgConnection.cast(connection).cancelRequest();
    }
}

package dev.trunkline.database;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;

/**
 * The time limit of one query on a pooled connection. PostgreSQL is asked to cancel a query that passes the limit; otherwise a
 * query that waits for a lock would occupy its connection for as long as the lock is held.
 */
final class QueryDeadline {

    /** How long a cancellation may be on its way. */
    static final Duration CANCELLATION = Duration.ofSeconds(1);

    private final Vertx vertx;
    private final SqlConnection connection;
    private final long timer;

    /** Starts the clock. */
    QueryDeadline(Vertx vertx, SqlConnection connection, Duration limit) {
        this.vertx = vertx;
        this.connection = connection;
        this.timer = vertx.setTimer(
                limit.toMillis(), passed -> PgConnection.cast(connection).cancelRequest());
    }

    /** Stops the clock and returns the connection to the pool; to be called when the query has succeeded or failed. */
    Future<Void> release() {
        if (vertx.cancelTimer(timer)) {
            connection.close();
            return Future.succeededFuture();
        }
        // The cancellation travels over a connection of its own. If it arrived late it would hit the next query.
        return Future.future(rested -> vertx.setTimer(CANCELLATION.toMillis(), passed -> {
            connection.close();
            rested.complete();
        }));
    }
}

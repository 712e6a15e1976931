package dev.trunkline.database;

import dev.trunkline.metrics.Reason;

/** PostgreSQL is down, rejects the connection or did not answer in time. The caller may try again later. */
public final class DatabaseUnavailable extends RuntimeException {

    DatabaseUnavailable(Throwable cause) {
        super("PostgreSQL is unavailable: " + Reason.of(cause), cause);
    }
}

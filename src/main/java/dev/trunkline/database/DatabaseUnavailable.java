package dev.trunkline.database;

import dev.trunkline.metrics.Reason;

/** PostgreSQL is away, refuses us or did not answer in time; the asker may try again later. */
public final class DatabaseUnavailable extends RuntimeException {

    DatabaseUnavailable(Throwable cause) {
        super("PostgreSQL is unavailable: " + Reason.of(cause), cause);
    }
}

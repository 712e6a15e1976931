package dev.trunkline.database;

import dev.trunkline.metrics.Reason;

/**
 * PostgreSQL is down, rejects the connection, did not answer in time, or was not asked ({@link DatabaseOverloaded}). The caller
 * may try again later.
 */
public sealed class DatabaseUnavailable extends RuntimeException permits DatabaseOverloaded {

    DatabaseUnavailable(Throwable cause) {
        super("PostgreSQL is unavailable: " + Reason.of(cause), cause);
    }

    /** For an answer that is no fault, and so without a stack trace. */
    DatabaseUnavailable(String message) {
        super(message, null, false, false);
    }
}

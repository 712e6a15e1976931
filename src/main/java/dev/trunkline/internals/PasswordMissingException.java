package dev.trunkline.internals;

import java.io.IOException;

/** PostgreSQL asks for a password, and none is configured. */
final class PasswordMissingException extends IOException {

    private static final long serialVersionUID = 1L;

    PasswordMissingException() {
        super("the server asks for a password, and none is set (DB_PASS, DATABASE_URL, PGPASSWORD or ~/.pgpass)");
    }
}

package dev.trunkline.database;

/** More waits for PostgreSQL than may wait: it was not asked. PostgreSQL itself may be well. */
public final class DatabaseOverloaded extends DatabaseUnavailable {

    DatabaseOverloaded(int waiting) {
        super(waiting + " others wait for PostgreSQL already");
    }
}

package dev.trunkline.database;

/**
 * How urgent a query is: while connections are short, those further up go first, and each kind has its own share of the pool
 * (docs/decisions/0016-the-gate-to-postgresql.md).
 */
public enum Priority {
    /** Whether PostgreSQL answers. */
    HEALTH,

    /** Who may see a status, and whether open streams' tokens are still valid: without the answer, events are withheld. */
    CHECK,

    /** Whether a client may open what it asks for: it can try again. */
    LOOK_UP
}

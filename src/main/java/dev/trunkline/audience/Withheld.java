package dev.trunkline.audience;

/** Why a status is withheld from those for whom it could not be checked; the metrics' {@code reason} label. */
enum Withheld {
    /** The payload is no status that could be checked (protocol, section 10). */
    MISFIT("misfit"),

    /** PostgreSQL is away or refuses us. */
    DATABASE("database"),

    /** The checks took longer than they may. */
    TIMEOUT("timeout"),

    /** More events waited for their checks than may wait. */
    OVERLOAD("overload"),

    /** The text was made to be slow to search for keywords. */
    TOO_COSTLY("too_costly"),

    /** A fault of ours. */
    FAULT("fault");

    private final String label;

    Withheld(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }
}

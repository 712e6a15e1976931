package dev.trunkline.audience;

/** Why a status is withheld from listeners; the {@code reason} label of the metrics. */
enum Withheld {
    /** The payload is not a status that can be checked (protocol, section 10). Dashboards use the label: the word stays. */
    MISFIT("misfit"),

    /** PostgreSQL is unavailable. */
    DATABASE("database"),

    /** The checks took longer than their time limit. */
    TIMEOUT("timeout"),

    /** Too many events waited for their checks. */
    OVERLOAD("overload"),

    /** Searching the text for keywords would take too long. */
    TOO_COSTLY("too_costly"),

    /** An unexpected exception in this server. */
    FAULT("fault");

    private final String label;

    Withheld(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }
}

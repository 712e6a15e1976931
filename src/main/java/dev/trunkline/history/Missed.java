package dev.trunkline.history;

import java.util.Arrays;

/** Why a client does not get everything that it has missed (protocol, section 12). The more telling reason comes later. */
public enum Missed {
    /** No process knows the event of that id. */
    UNKNOWN_ID("unknown_id"),

    /** The event is older than what is kept. */
    EXPIRED("expired"),

    /** More was missed than is kept, or than fits into an answer. */
    TOO_MANY("too_many"),

    /** Redis was away meanwhile. */
    OUTAGE("outage");

    private final String label;

    Missed(String label) {
        this.label = label;
    }

    /** As clients and metrics spell it. */
    public String label() {
        return label;
    }

    /** The reason with this label; {@link #UNKNOWN_ID} if a later version has given it another. */
    static Missed labelled(String label) {
        return Arrays.stream(values())
                .filter(reason -> reason.label.equals(label))
                .findFirst()
                .orElse(UNKNOWN_ID);
    }

    Missed or(Missed other) {
        return compareTo(other) < 0 ? other : this;
    }
}

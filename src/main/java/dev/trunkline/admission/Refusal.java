package dev.trunkline.admission;

import java.util.Locale;

/** Why a viewer may not open a stream or a connection, with the text that its client is told (protocol, sections 3 and 10). */
public enum Refusal {
    PROCESS_FULL("Too many connections"),
    TOO_MANY_CONNECTIONS("Too many connections"),
    UNKNOWN_CHANNEL("Unknown channel requested"),
    UNKNOWN_STREAM("Unknown stream type"),
    TOO_MANY_SUBSCRIPTIONS("Too many subscriptions"),
    MISSING_TOKEN("Missing access token"),
    INVALID_TOKEN("Invalid access token"),
    TOO_MANY_INVALID_TOKENS("Too many invalid access tokens"),
    MISSING_SCOPE("Access token does not have the required scopes"),
    MISSING_TAG("Missing tag name parameter"),
    MISSING_LIST("Missing list name parameter"),
    FOREIGN_LIST("Not authorized to stream this list"),
    UNAVAILABLE("An unexpected error occurred");

    private final String text;

    Refusal(String text) {
        this.text = text;
    }

    /** The metrics' label. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether the same request may succeed later. */
    public boolean waitingHelps() {
        return this == UNAVAILABLE
                || this == PROCESS_FULL
                || this == TOO_MANY_CONNECTIONS
                || this == TOO_MANY_SUBSCRIPTIONS
                || this == TOO_MANY_INVALID_TOKENS;
    }

    public String text() {
        return text;
    }
}

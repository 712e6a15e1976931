package dev.trunkline.event;

/** The form of a payload's bytes. */
public enum PayloadKind {
    /** A JSON object or array without white space between its tokens. */
    JSON,

    /** The bare text of a string, a number or {@code true}: not JSON. It may contain line breaks. */
    TEXT,

    /** No payload, no bytes: {@code filters_changed}, and the events of system channels. */
    NONE
}

package dev.trunkline.stream;

/** The parameter that a stream needs besides its name (protocol, section 2). */
public enum Need {
    /** No parameter. */
    NOTHING,

    /** {@code tag}: a hashtag's name. */
    TAG,

    /** {@code list}: a list's id. */
    LIST
}

package dev.trunkline.stream;

/** The parameter without which a stream cannot be named (protocol, section 2). */
public enum Need {
    /** The stream's name says everything. */
    NOTHING,

    /** {@code tag}: a hashtag's name. */
    TAG,

    /** {@code list}: a list's id. */
    LIST
}

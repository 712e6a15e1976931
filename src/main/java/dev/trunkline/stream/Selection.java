package dev.trunkline.stream;

/** What a client's words select: a {@link Stream}, or a {@link Fault} that names what is wrong with them. */
public sealed interface Selection permits Stream, Selection.Fault {

    /** Why the parameters of a known stream name select no stream (protocol, section 3). */
    enum Fault implements Selection {
        /** No tag, an empty one, one of which nothing is left when it is normalised, or one far too long. */
        MISSING_TAG,

        /** No list, or an empty one. */
        MISSING_LIST,

        /** A list that is not a number of 64 bits, so that nobody can own it. */
        LIST_NOT_A_NUMBER
    }
}

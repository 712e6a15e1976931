package dev.trunkline.stream;

/** What a client's parameters select: a {@link Stream}, or a {@link Fault} that says what is wrong with them. */
public sealed interface Selection permits Stream, Selection.Fault {

    /** Why parameters beside a known stream name select no stream (protocol, section 3). */
    enum Fault implements Selection {
        /** No tag, an empty one, one that is empty after normalisation, or one that is far too long. */
        MISSING_TAG,

        /** No list id, or an empty one. */
        MISSING_LIST,

        /** A list id that is not a number of 64 bits, so that no account can own the list. */
        LIST_NOT_A_NUMBER
    }
}

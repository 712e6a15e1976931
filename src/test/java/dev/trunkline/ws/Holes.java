package dev.trunkline.ws;

import java.util.Locale;

/** Fills the placeholders in a table of tests: {@code <account>}, {@code <other>}, {@code <list>}, {@code <tag>}. */
record Holes(long account, long list, String tag) {

    String fill(String pattern) {
        return pattern.replace("<account>", Long.toString(account))
                // An id that no account has.
                .replace("<other>", Long.toString(account + 1_000_000))
                .replace("<list>", Long.toString(list))
                .replace("<tag>", tag)
                .replace("<TAG>", tag.toUpperCase(Locale.ROOT));
    }
}

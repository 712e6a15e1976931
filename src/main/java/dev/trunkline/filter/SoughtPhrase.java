package dev.trunkline.filter;

import java.util.HashSet;
import java.util.Set;

/** A phrase in an index, with the keywords that have it and its first place in the text that is being scanned. */
final class SoughtPhrase {

    private final Phrase phrase;
    private final Set<IndexedKeyword> keywords = new HashSet<>();
    private long foundBy;
    private int place;

    SoughtPhrase(Phrase phrase) {
        this.phrase = phrase;
    }

    Phrase phrase() {
        return phrase;
    }

    Set<IndexedKeyword> keywords() {
        return keywords;
    }

    /** @param scan the scan's number */
    boolean isFoundBy(long scan) {
        return foundBy == scan;
    }

    /** @param scan the scan's number */
    void foundBy(long scan, int where) {
        foundBy = scan;
        place = where;
    }

    /** The place where the last scan that found it found it. */
    int place() {
        return place;
    }
}

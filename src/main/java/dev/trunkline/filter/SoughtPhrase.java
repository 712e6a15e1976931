package dev.trunkline.filter;

import java.util.HashSet;
import java.util.Set;

/** A phrase in an index, with the keywords that stand for it and its first place in the text that is being scanned. */
final class SoughtPhrase {

    private final Phrase phrase;
    private final Set<Keyword> keywords = new HashSet<>();
    private long foundBy;
    private int place;

    SoughtPhrase(Phrase phrase) {
        this.phrase = phrase;
    }

    Phrase phrase() {
        return phrase;
    }

    Set<Keyword> keywords() {
        return keywords;
    }

    boolean isFound(TextScan scan) {
        return foundBy == scan.number();
    }

    void found(TextScan scan, int place) {
        foundBy = scan.number();
        this.place = place;
    }

    /** Where the scan that has found it has done so. */
    int place() {
        return place;
    }
}

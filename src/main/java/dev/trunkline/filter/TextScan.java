package dev.trunkline.filter;

import dev.trunkline.unicode.CaseFolding;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** One text on its way through an index: the text with its case folded, what is found, and what that may still cost. */
final class TextScan {

    /**
     * Steps for any text, and further ones for each of its characters: together less than a tenth of a second for 100 KB.
     * Keywords of 512 characters, Mastodon's longest, take 512 at each place at most, however many there are, and so cannot
     * use them up in a status of 10,000 characters.
     */
    private static final long STEPS = 5_000_000;

    private static final long STEPS_PER_CHARACTER = 16;

    private static final AtomicLong NUMBERS = new AtomicLong();

    private final long number = NUMBERS.incrementAndGet();
    private final String text;
    private final char[] folded;
    private final List<SoughtPhrase> found = new ArrayList<>();
    private long steps;

    TextScan(String text) {
        this.text = text;
        this.folded = CaseFolding.fold(text);
        this.steps = STEPS + STEPS_PER_CHARACTER * text.length();
    }

    /** What tells this scan's marks from those of all others; never 0. */
    long number() {
        return number;
    }

    String text() {
        return text;
    }

    char[] folded() {
        return folded;
    }

    /** The phrases found so far. */
    List<SoughtPhrase> found() {
        return found;
    }

    void found(SoughtPhrase phrase, int place) {
        phrase.found(this, place);
        found.add(phrase);
    }

    /** @throws TextTooCostly when there are no more steps left */
    void spend(int count) {
        steps -= count;
        if (steps < 0) {
            throw new TextTooCostly();
        }
    }
}

package dev.trunkline.filter;

import dev.trunkline.unicode.CaseFolding;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** One pass over a text: the text with its case folded, the phrases found, and the steps that are left. */
final class TextScan {

    /**
     * The steps for any text, and more for each of its characters: together less than a tenth of a second for 100 KB.
     * Keywords of 512 characters, Mastodon's longest, take at most 512 steps at each place, however many there are, so they
     * cannot use up the steps of a status of 10,000 characters.
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

    /** Differs from the number of every other scan and is never 0. It marks what the scan has found. */
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
        phrase.foundBy(number, place);
        found.add(phrase);
    }

    /** @throws TextTooCostly when no steps are left */
    void spend(int count) {
        steps -= count;
        if (steps < 0) {
            throw new TextTooCostly();
        }
    }
}

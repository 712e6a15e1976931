package dev.trunkline.filter;

import dev.trunkline.unicode.CaseFolding;
import dev.trunkline.unicode.WordCharacters;

/**
 * What a keyword looks for (protocol, section 6, check 4). Keywords with equal phrases match at the same places.
 *
 * @param folded the keyword with its case folded
 * @param fromWordStart whether the character before must not be a word character; false unless the first one is one
 * @param toWordEnd whether the character after must not be a word character; false unless the last one is one
 */
record Phrase(String folded, boolean fromWordStart, boolean toWordEnd) {

    static Phrase of(String keyword, boolean wholeWord) {
        return new Phrase(
                new String(CaseFolding.fold(keyword)),
                wholeWord && WordCharacters.at(keyword, 0),
                wholeWord && WordCharacters.before(keyword, keyword.length()));
    }
}

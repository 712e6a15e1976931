package dev.trunkline.stream;

import java.text.Normalizer;

/**
 * The form of a hashtag that names its channel (protocol, section 2). It must come out as the publisher's own normaliser
 * makes it, letter for letter: a channel that is spelled otherwise stays silent.
 */
public final class Hashtag {
    // Lower case only, and without what NFKC takes apart (ŀ is l· by then, ŉ is ʼn): folding comes after both.
    private static final String LETTERS =
            "àáâãäåāăąçćĉċčðďđèéêëēĕėęěĝğġģĥħìíîïĩīĭįıĵķĸĺļľł" + "ñńņňŋòóôõöøōŏőŕŗřśŝşšţťŧùúûüũūŭůűųŵýÿŷźżž";
    private static final String BASES =
            "aaaaaaaaacccccdddeeeeeeeeegggghhiiiiiiiiijkkllll" + "nnnnnooooooooorrrsssstttuuuuuuuuuuwyyyzzz";

    private static final char FIRST = '\u00c0';
    private static final char LAST = '\u017e';

    /** What each letter from {@link #FIRST} to {@link #LAST} is folded to. */
    private static final char[] FOLDED = folded();

    private Hashtag() {}

    /**
     * The tag in its channel's spelling, {@code ""} if nothing of it may stand in a tag. A leading {@code #} falls away.
     *
     * @param tag as a client spelled it, well-formed or not
     */
    public static String normalise(String tag) {
        return Normalizer.normalize(tag, Normalizer.Form.NFKC)
                .codePoints()
                // One by one: String.toLowerCase looks at the neighbours and ends a word with ς.
                .map(Character::toLowerCase)
                .map(Hashtag::fold)
                .filter(Hashtag::mayStandInTag)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static int fold(int letter) {
        return letter < FIRST || letter > LAST ? letter : FOLDED[letter - FIRST];
    }

    private static boolean mayStandInTag(int codePoint) {
        return Character.isAlphabetic(codePoint)
                || Character.isDigit(codePoint)
                // Thai vowel shortener, tone marks and signs, some of which are not alphabetic.
                || (codePoint >= 0x0e47 && codePoint <= 0x0e4e)
                || codePoint == '_'
                || codePoint == '\u00b7' // middle dot, Catalan
                || codePoint == '\u30fb' // middle dot, Japanese
                || codePoint == '\u200c'; // zero width non-joiner, Persian
    }

    private static char[] folded() {
        char[] table = new char[LAST - FIRST + 1];
        for (char letter = FIRST; letter <= LAST; letter++) {
            int at = LETTERS.indexOf(letter);
            table[letter - FIRST] = at < 0 ? letter : BASES.charAt(at);
        }
        return table;
    }
}

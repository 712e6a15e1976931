package dev.trunkline.stream;

import dev.trunkline.unicode.AlphanumericCharacters;
import dev.trunkline.unicode.LowerCase;
import dev.trunkline.unicode.Nfkc;

/**
 * The form of a hashtag that names its channel (protocol, section 2). It must be what the publisher's own normaliser makes
 * of the tag, letter for letter: no event comes on a channel that is spelled differently. Therefore the letters are those
 * of the publisher's version of Unicode, not of the JVM's.
 */
public final class Hashtag {
    // Only lower case, and only what NFKC leaves (it makes l· of ŀ and ʼn of ŉ): both are done before.
    private static final String LETTERS =
            "àáâãäåāăąçćĉċčðďđèéêëēĕėęěĝğġģĥħìíîïĩīĭįıĵķĸĺļľł" + "ñńņňŋòóôõöøōŏőŕŗřśŝşšţťŧùúûüũūŭůűųŵýÿŷźżž";
    private static final String BASES =
            "aaaaaaaaacccccdddeeeeeeeeegggghhiiiiiiiiijkkllll" + "nnnnnooooooooorrrsssstttuuuuuuuuuuwyyyzzz";

    private static final char FIRST = '\u00c0';
    private static final char LAST = '\u017e';

    /** What the letters from {@link #FIRST} to {@link #LAST} are folded to. */
    private static final char[] FOLDED = folded();

    private Hashtag() {}

    /**
     * The tag as its channel spells it; {@code ""} if no character of it is allowed in a tag. A leading {@code #} is not.
     *
     * @param tag as a client spelled it, well-formed or not
     */
    public static String normalise(String tag) {
        return Nfkc.normalise(tag)
                .codePoints()
                .map(LowerCase::of)
                .map(Hashtag::fold)
                .filter(Hashtag::isAllowed)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static int fold(int letter) {
        return letter < FIRST || letter > LAST ? letter : FOLDED[letter - FIRST];
    }

    private static boolean isAllowed(int codePoint) {
        return AlphanumericCharacters.contains(codePoint)
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

package dev.trunkline.unicode;

/**
 * Unicode's word characters, as Ruby's {@code [[:word:]]} has them and so Mastodon's keyword filters: Alphabetic, Mark,
 * Decimal_Number and Connector_Punctuation (protocol, section 6, check 4).
 */
public final class WordCharacters {

    private static final CodePointSet CHARACTERS = new CodePointSet(UnicodeTables.WORD);

    private WordCharacters() {}

    public static boolean contains(int codePoint) {
        return CHARACTERS.contains(codePoint);
    }

    /** Whether the character that ends before this place is a word character. */
    public static boolean before(String text, int place) {
        return place > 0 && contains(text.codePointBefore(place));
    }

    /** Whether the character that begins at this place is a word character. */
    public static boolean at(String text, int place) {
        return place < text.length() && contains(text.codePointAt(place));
    }
}

package dev.trunkline.unicode;

/** Unicode's alphanumeric characters, as Ruby's {@code [[:alnum:]]} has them: Alphabetic and Decimal_Number. */
public final class AlphanumericCharacters {

    private static final CodePointSet CHARACTERS = new CodePointSet(UnicodeTables.ALPHANUMERIC);

    private AlphanumericCharacters() {}

    public static boolean contains(int codePoint) {
        return CHARACTERS.contains(codePoint);
    }
}

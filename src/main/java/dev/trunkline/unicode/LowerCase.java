package dev.trunkline.unicode;

/** Unicode's simple lower case: one character for one, whatever its neighbours are. */
public final class LowerCase {

    private static final CodePointMap LOWER = new CodePointMap(UnicodeTables.LOWER_CASE);

    private LowerCase() {}

    public static int of(int codePoint) {
        return LOWER.get(codePoint);
    }
}

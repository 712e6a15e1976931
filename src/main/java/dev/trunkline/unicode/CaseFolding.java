package dev.trunkline.unicode;

/**
 * Unicode's simple case folding: two characters differ in case only if they fold to the same one (protocol, section 6,
 * check 4). A character folds to one of the same plane, so that a place in the folded text is the same place in the text.
 */
public final class CaseFolding {

    private static final CodePointMap FOLDED = new CodePointMap(UnicodeTables.CASE_FOLDING);

    private CaseFolding() {}

    public static int fold(int codePoint) {
        return FOLDED.get(codePoint);
    }

    /** The text with every character folded, of the same length. */
    public static char[] fold(String text) {
        char[] folded = text.toCharArray();
        for (int place = 0; place < folded.length; place++) {
            char c = folded[place];
            if (!Character.isHighSurrogate(c)) {
                folded[place] = (char) fold((int) c);
            } else if (place + 1 < folded.length && Character.isLowSurrogate(folded[place + 1])) {
                int supplementary = fold(Character.toCodePoint(c, folded[place + 1]));
                Character.toChars(supplementary, folded, place++);
            }
        }
        return folded;
    }
}

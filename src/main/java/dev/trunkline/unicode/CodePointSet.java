package dev.trunkline.unicode;

import java.util.Arrays;

/** A set of code points: a bit for each, in pages of 256; pages without a code point of the set share one. */
final class CodePointSet {

    private static final int PAGE = 256;
    private static final long[] EMPTY = new long[PAGE / Long.SIZE];

    private final long[][] pages = new long[(Character.MAX_CODE_POINT + 1) / PAGE][];

    /** @param table ranges as {@link UnicodeTables} has them */
    CodePointSet(String table) {
        Arrays.fill(pages, EMPTY);
        TableReader ranges = new TableReader(table);
        while (ranges.next()) {
            for (int c = ranges.first(); c <= ranges.last(); c++) {
                add(c);
            }
        }
    }

    boolean contains(int codePoint) {
        return (pages[codePoint >>> 8][codePoint >>> 6 & 3] & 1L << codePoint) != 0;
    }

    @SuppressWarnings("ReferenceEquality")
    private void add(int codePoint) {
        if (pages[codePoint >>> 8] == EMPTY) {
            pages[codePoint >>> 8] = EMPTY.clone();
        }
        pages[codePoint >>> 8][codePoint >>> 6 & 3] |= 1L << codePoint;
    }
}

package dev.trunkline.unicode;

import org.jspecify.annotations.Nullable;

/** A mapping of some code points to others, in pages of 256; pages without a mapped code point take no memory. */
final class CodePointMap {

    private static final int PAGE = 256;

    private final int[] @Nullable [] pages = new int[(Character.MAX_CODE_POINT + 1) / PAGE][];

    /** @param table ranges with distances as {@link UnicodeTables} has them */
    CodePointMap(String table) {
        TableReader ranges = new TableReader(table);
        while (ranges.next()) {
            for (int c = ranges.first(); c <= ranges.last(); c += ranges.step()) {
                put(c, c + ranges.distance());
            }
        }
    }

    /** What the code point is mapped to: itself unless the table has it. */
    int get(int codePoint) {
        int[] page = pages[codePoint >>> 8];
        return page == null ? codePoint : page[codePoint & 0xff];
    }

    private void put(int from, int to) {
        int[] page = pages[from >>> 8];
        if (page == null) {
            page = new int[PAGE];
            for (int i = 0; i < PAGE; i++) {
                page[i] = (from & ~0xff) + i;
            }
            pages[from >>> 8] = page;
        }
        page[from & 0xff] = to;
    }
}

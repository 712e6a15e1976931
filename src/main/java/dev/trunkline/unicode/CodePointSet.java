package dev.trunkline.unicode;

import java.util.Arrays;

/** A set of code points: a bit for each of the first plane, ranges for the others. */
final class CodePointSet {

    private static final int FIRST_PLANE = Character.MIN_SUPPLEMENTARY_CODE_POINT;

    private final long[] firstPlane = new long[FIRST_PLANE / Long.SIZE];

    /** In ascending order: the first code point of a range, the first behind it, and so on. */
    private final int[] otherPlanes;

    /** @param table ranges as {@link UnicodeTables} has them, ascending; none spans two planes */
    CodePointSet(String table) {
        TableReader ranges = new TableReader(table);
        int[] bounds = new int[table.length()];
        int count = 0;
        while (ranges.next()) {
            if (ranges.first() < FIRST_PLANE) {
                for (int c = ranges.first(); c <= ranges.last(); c++) {
                    firstPlane[c >>> 6] |= 1L << c;
                }
            } else {
                bounds[count++] = ranges.first();
                bounds[count++] = ranges.last() + 1;
            }
        }
        otherPlanes = Arrays.copyOf(bounds, count);
    }

    boolean contains(int codePoint) {
        if (codePoint < FIRST_PLANE) {
            return (firstPlane[codePoint >>> 6] & 1L << codePoint) != 0;
        }
        int i = Arrays.binarySearch(otherPlanes, codePoint);
        // A code point that is a bound is in a range that begins there, at an even index; any other one is in a range
        // that
        // the next bound ends, at an odd index.
        return i >= 0 ? (i & 1) == 0 : (-1 - i & 1) == 1;
    }
}

package dev.trunkline.unicode;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;

/** Writes properties of all code points as {@link TableReader} reads them. */
final class Table {

    private static final int END = Character.MAX_CODE_POINT + 1;

    private Table() {}

    /** The code points that have a property. */
    static String of(IntPredicate property) {
        List<String> ranges = new ArrayList<>();
        for (int first = 0; first < END; first++) {
            if (property.test(first)) {
                int last = first;
                while (last + 1 < END && property.test(last + 1)) {
                    last++;
                }
                ranges.add(range(first, last));
                first = last;
            }
        }
        return String.join(" ", ranges);
    }

    /** The code points that are mapped to another one. */
    static String ofMapping(IntUnaryOperator mapping) {
        List<String> ranges = new ArrayList<>();
        for (int c = 0; c < END; c++) {
            int distance = mapping.applyAsInt(c) - c;
            if (distance != 0) {
                // Neighbours, or pairs of a capital and a small letter.
                int next = distance(mapping, c + 1) == distance ? 1 : 2;
                int last = c;
                while (distance(mapping, last + next) == distance && (next == 1 || distance(mapping, last + 1) == 0)) {
                    last += next;
                }
                String step = next == 1 || last == c ? "" : "/" + next;
                ranges.add(range(c, last) + step + (distance < 0 ? "~" : "+") + hex(Math.abs(distance)));
                c = last;
            }
        }
        return String.join(" ", ranges);
    }

    private static int distance(IntUnaryOperator mapping, int codePoint) {
        return codePoint < END ? mapping.applyAsInt(codePoint) - codePoint : 0;
    }

    private static String range(int first, int last) {
        return first == last ? hex(first) : hex(first) + "-" + hex(last);
    }

    private static String hex(int number) {
        return Integer.toHexString(number).toUpperCase(Locale.ROOT);
    }
}

package dev.trunkline.unicode;

/**
 * Reads the ranges of a table one by one, for instance {@code 61-7A}, {@code AA} or {@code 100-12E/2+1}: first and last
 * code point, step and distance. Ranges are separated by white space; all numbers are hexadecimal.
 */
final class TableReader {

    private static final int RADIX = 16;

    private final String table;
    private int place;
    private int first;
    private int last;
    private int step;
    private int distance;

    TableReader(String table) {
        this.table = table;
    }

    /** Reads the next range; false at the end of the table. */
    boolean next() {
        while (at() == ' ' || at() == '\n') {
            place++;
        }
        if (at() == 0) {
            return false;
        }
        first = number();
        last = after('-') ? number() : first;
        step = after('/') ? number() : 1;
        distance = after('+') ? number() : after('~') ? -number() : 0;
        return true;
    }

    int first() {
        return first;
    }

    /** The last code point of the range, which belongs to it. */
    int last() {
        return last;
    }

    /** The distance from one code point of the range to the next. */
    int step() {
        return step;
    }

    /** The distance from each code point to the one that it is mapped to. */
    int distance() {
        return distance;
    }

    private boolean after(char mark) {
        if (at() != mark) {
            return false;
        }
        place++;
        return true;
    }

    private int number() {
        int number = 0;
        for (int digit = digit(); digit >= 0; digit = digit()) {
            number = number * RADIX + digit;
            place++;
        }
        return number;
    }

    private int digit() {
        return Character.digit(at(), RADIX);
    }

    /** The character at the place; 0 at the end. */
    private char at() {
        return place < table.length() ? table.charAt(place) : 0;
    }
}

package dev.trunkline.event;

import java.util.Arrays;

/** The arrays and objects that are open at a place in a JSON text: one bit each, so that 200,000 take 25 KB. */
final class Nesting {
    private long[] objects = new long[1];
    private int depth;

    /** The number of open arrays and objects. */
    int depth() {
        return depth;
    }

    void open(boolean object) {
        int word = depth >>> 6;
        if (word == objects.length) {
            objects = Arrays.copyOf(objects, word * 2);
        }
        long bit = 1L << depth;
        objects[word] = object ? objects[word] | bit : objects[word] & ~bit;
        depth++;
    }

    void close() {
        depth--;
    }

    /** Whether the innermost one is an object; at least one must be open. */
    boolean inObject() {
        int innermost = depth - 1;
        return (objects[innermost >>> 6] & 1L << innermost) != 0;
    }
}

package dev.trunkline.event;

import java.util.concurrent.atomic.LongAdder;

/**
 * How large the process's events were before and after compression, for the clients that take it (protocol, section 13): each text counts
 * once, however many clients get it. What frames it on the wire does not count. Thread-safe.
 */
public final class CompressedEvents {

    private static final LongAdder BEFORE = new LongAdder();
    private static final LongAdder AFTER = new LongAdder();

    private CompressedEvents() {}

    /**
     * Counts one.
     *
     * @param before the bytes of its text
     * @param after the bytes that clients get, which may be the text's
     */
    public static void count(int before, int after) {
        BEFORE.add(before);
        AFTER.add(after);
    }

    /** Bytes of all texts. */
    public static long before() {
        return BEFORE.sum();
    }

    /** Bytes of what clients get in their place. */
    public static long after() {
        return AFTER.sum();
    }
}

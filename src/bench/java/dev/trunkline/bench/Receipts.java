package dev.trunkline.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/** When one stream has received which of the published statuses, and whether in their order. Statuses are numbered from 0. */
final class Receipts {
    /** By number, by {@link System#nanoTime()}; meaningful where {@link #received} is true. */
    private final long[] at;

    private final boolean[] received;
    private volatile int last = -1;
    private int outOfOrder;

    /** @param most the number of statuses that can be published */
    Receipts(int most) {
        at = new long[most];
        received = new boolean[most];
    }

    void take(int number, long now) {
        if (number <= last) {
            outOfOrder++;
        }
        last = Math.max(last, number);
        if (!received[number]) {
            received[number] = true;
            at[number] = now;
        }
    }

    /** The highest number received so far; -1 if none. Any thread may ask. */
    int last() {
        return last;
    }

    /** How many came after a later one, or twice. */
    int outOfOrder() {
        return outOfOrder;
    }

    /**
     * What the stream has received of what it should.
     *
     * @param due whether the stream should have the status with that number
     * @param publishedAt by number, by {@link System#nanoTime()}
     * @param published how many have been published
     */
    Share share(IntPredicate due, long[] publishedAt, int published) {
        int wanted = 0;
        int got = 0;
        List<Long> late = new ArrayList<>();
        for (int number = 0; number < published; number++) {
            if (due.test(number)) {
                wanted++;
                if (received[number]) {
                    got++;
                    late.add(at[number] - publishedAt[number]);
                }
            }
        }
        return new Share(wanted, got, got, wanted, late);
    }
}

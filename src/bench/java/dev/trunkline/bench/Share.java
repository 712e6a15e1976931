package dev.trunkline.bench;

import java.util.List;
import java.util.stream.Stream;

/**
 * What streams have received of what they should.
 *
 * @param due deliveries that should have been made
 * @param received those that were made
 * @param leastReceived by the stream that got the smallest part; {@code leastDue}: what it should have received
 * @param late from publishing to receipt, of each received one, in ns
 */
record Share(int due, int received, int leastReceived, int leastDue, List<Long> late) {
    static final Share NONE = new Share(0, 0, 0, 0, List.of());

    Share plus(Share more) {
        boolean less = leastDue == 0 || (more.leastDue > 0 && more.least() < least());
        return new Share(
                due + more.due,
                received + more.received,
                less ? more.leastReceived : leastReceived,
                less ? more.leastDue : leastDue,
                Stream.concat(late.stream(), more.late.stream()).toList());
    }

    /** From 0 to 1; 1 if nothing was due. */
    double part() {
        return due == 0 ? 1 : (double) received / due;
    }

    /** The smallest part that one stream got. */
    double least() {
        return leastDue == 0 ? 1 : (double) leastReceived / leastDue;
    }

    /** The lateness in ms that this part of the deliveries does not exceed; NaN if there are none. */
    double late(double quantile) {
        if (late.isEmpty()) {
            return Double.NaN;
        }
        long[] sorted = late.stream().mapToLong(Long::longValue).sorted().toArray();
        return sorted[(int) Math.min(sorted.length - 1, Math.floor(quantile * sorted.length))] / 1e6;
    }
}

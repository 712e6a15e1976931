package dev.trunkline.bench;

import java.util.Arrays;

/** Quantiles of some durations in ns, told in ms. */
final class Quantiles {
    private final long[] sorted;

    Quantiles(long[] nanos, int count) {
        sorted = Arrays.copyOf(nanos, count);
        Arrays.sort(sorted);
    }

    /** The ms that this part of the durations, from 0 to 1, does not exceed; NaN if there are none. */
    double at(double part) {
        if (sorted.length == 0) {
            return Double.NaN;
        }
        int rank = (int) Math.ceil(part * sorted.length);
        return sorted[Math.max(0, rank - 1)] / 1e6;
    }
}

package dev.trunkline.connection;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How old each stream may become: a little less than the most, by chance, so that streams that began together do not come
 * back together.
 */
final class StreamAge {

    /** The part of the most that is left to chance. */
    private static final double SPREAD = 0.1;

    private final long mostNanos;
    private final RandomGenerator random;

    StreamAge(Duration most, RandomGenerator random) {
        this.mostNanos = most.toNanos();
        this.random = random;
    }

    /** The age of the next stream. */
    Duration next() {
        return Duration.ofNanos(mostNanos - (long) (mostNanos * SPREAD * random.nextDouble()));
    }
}

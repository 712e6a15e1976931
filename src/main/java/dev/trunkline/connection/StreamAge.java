package dev.trunkline.connection;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** Draws the age at which a stream ends: up to a tenth below the maximum, so that streams that began together end apart. */
final class StreamAge {

    /** The random part of the maximum. */
    private static final double SPREAD = 0.1;

    private final long mostNanos;
    private final RandomGenerator random;

    StreamAge(Duration most, RandomGenerator random) {
        this.mostNanos = most.toNanos();
        this.random = random;
    }

    /** The age at which the next stream ends. */
    Duration next() {
        return Duration.ofNanos(mostNanos - (long) (mostNanos * SPREAD * random.nextDouble()));
    }
}

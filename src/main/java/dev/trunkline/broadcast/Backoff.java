package dev.trunkline.broadcast;

import java.util.concurrent.ThreadLocalRandom;

/** The pauses between attempts to connect: doubling, with jitter so that processes do not come back in step. */
final class Backoff {

    private static final long FIRST_MILLIS = 100;
    private static final long LONGEST_MILLIS = 5_000;

    private long next = FIRST_MILLIS;

    void reset() {
        next = FIRST_MILLIS;
    }

    /** Milliseconds to wait before the next attempt: between a half and the whole of the current step. */
    long nextMillis() {
        long step = next;
        next = Math.min(LONGEST_MILLIS, 2 * step);
        return ThreadLocalRandom.current().nextLong(step / 2, step + 1);
    }
}

package dev.trunkline.connection;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The outages of Redis in which a {@code kill} may have been missed, by number, and how many connections hold their events back
 * because of one. Thread-safe.
 */
final class Outages {

    private final Duration limit;
    private final AtomicLong number = new AtomicLong();
    private final AtomicInteger holding = new AtomicInteger();

    /** @param limit how long a connection may hold events back */
    Outages(Duration limit) {
        this.limit = limit;
    }

    Duration limit() {
        return limit;
    }

    /** One more has passed. */
    void passed() {
        number.incrementAndGet();
    }

    /** The number of the last one; 0 if there was none. */
    long last() {
        return number.get();
    }

    /** One connection more, or less, holds events back. */
    void holding(int change) {
        holding.addAndGet(change);
    }

    /** The number of connections that hold events back. */
    int holding() {
        return holding.get();
    }
}

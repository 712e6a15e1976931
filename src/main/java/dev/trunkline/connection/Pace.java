package dev.trunkline.connection;

import java.time.Duration;

/**
 * Limits how often something may be done in a minute: the first minute's share without delay, all more at a steady pace. Not
 * thread-safe.
 */
final class Pace {

    private static final long WINDOW = Duration.ofMinutes(1).toNanos();

    private final long interval;

    /** When everything so far would be done at the steady pace, in {@code System.nanoTime()}. */
    private long due;

    private boolean begun;

    Pace(int perMinute) {
        this.interval = WINDOW / perMinute;
    }

    /** Takes a turn, and returns how long to wait for it; zero or less for no wait. */
    Duration next(long now) {
        due = interval + (begun && due - now > 0 ? due : now);
        begun = true;
        return Duration.ofNanos(due - now - WINDOW);
    }

    /** Gives a turn back that was not used. */
    void giveBack() {
        due -= interval;
    }
}

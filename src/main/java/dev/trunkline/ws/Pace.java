package dev.trunkline.ws;

import java.time.Duration;

/**
 * Limits how often one client may do something in a minute: the first minute's share without delay, all more at a steady pace.
 * Used on the connection's event loop only.
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

    /** How long the client has to wait before the next time; zero or less for no wait. */
    Duration next(long now) {
        due = interval + (begun && due - now > 0 ? due : now);
        begun = true;
        return Duration.ofNanos(due - now - WINDOW);
    }
}

package dev.trunkline.ws;

import java.time.Duration;

/**
 * How fast one client may do something: as often as it likes at first, and on the whole no more than so often a minute. Used
 * on the connection's event loop only.
 */
final class Pace {

    private static final long WINDOW = Duration.ofMinutes(1).toNanos();

    private final long interval;

    /** When all that was done would have been done at the steady pace. */
    private long due;

    private boolean begun;

    Pace(int perMinute) {
        this.interval = WINDOW / perMinute;
    }

    /** How long the client has to wait before it does the next thing; zero or less if not at all. */
    Duration next(long now) {
        due = interval + (begun && due - now > 0 ? due : now);
        begun = true;
        return Duration.ofNanos(due - now - WINDOW);
    }
}

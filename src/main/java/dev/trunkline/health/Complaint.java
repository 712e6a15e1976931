package dev.trunkline.health;

import java.time.Duration;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * What the log says of something that is away, and may stay away for hours, or come and go: the first reason, and another one a
 * minute later at the earliest; that it is back, if it was said to be away.
 */
final class Complaint {

    private static final long QUIET_NANOS = Duration.ofMinutes(1).toNanos();

    private final Logger log;
    private @Nullable String reason;
    private long made;

    Complaint(Logger log) {
        this.log = log;
    }

    synchronized void make(String why) {
        long now = System.nanoTime();
        if (!why.equals(reason) && (made == 0 || now - made > QUIET_NANOS)) {
            reason = why;
            made = now;
            log.warn(why);
        }
    }

    synchronized void over(String words) {
        if (reason != null) {
            reason = null;
            log.info(words);
        }
    }
}

package dev.trunkline.health;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What the log says of something that is away, and may stay away for hours, or come and go: the first reason, and another one a
 * minute later at the earliest; that it is back, if it was said to be away.
 */
final class Complaint {

    private static final long QUIET_NANOS = Duration.ofMinutes(1).toNanos();

    private final Consumer<String> log;
    private final LongSupplier nanos;
    private @Nullable String reason;
    private @Nullable Long made;

    /** @param nanos a clock like {@link System#nanoTime()} */
    Complaint(Consumer<String> log, LongSupplier nanos) {
        this.log = log;
        this.nanos = nanos;
    }

    synchronized void make(String why) {
        long now = nanos.getAsLong();
        if (!why.equals(reason) && (made == null || now - made > QUIET_NANOS)) {
            reason = why;
            made = now;
            log.accept(why);
        }
    }

    /** Whether that is worth saying. */
    synchronized boolean over() {
        boolean said = reason != null;
        reason = null;
        return said;
    }
}

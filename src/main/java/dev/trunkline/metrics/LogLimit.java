package dev.trunkline.metrics;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Lets one log line a minute pass for each reason, so that something that fails a thousand times a second does not flood
 * the log. The caller counts what is not logged. May be called from any thread.
 */
public final class LogLimit {

    /** Reasons with variable parts (an address, an id) must not fill the memory: at most so many lines a minute in all. */
    static final int MAX_REASONS = 64;

    private static final long QUIET_NANOS = Duration.ofMinutes(1).toNanos();

    private final LongSupplier nanoTime;
    private final Map<String, Long> logged = new HashMap<>();

    public LogLimit() {
        this(System::nanoTime);
    }

    /** @param nanoTime a clock like {@link System#nanoTime()} */
    public LogLimit(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Whether a line for this reason may be logged now; if so, it counts as logged. */
    public synchronized boolean allows(String reason) {
        long now = nanoTime.getAsLong();
        Long last = logged.get(reason);
        if (last != null && now - last <= QUIET_NANOS) {
            return false;
        }
        if (last == null && logged.size() == MAX_REASONS) {
            logged.values().removeIf(time -> now - time > QUIET_NANOS);
            if (logged.size() == MAX_REASONS) {
                return false;
            }
        }
        logged.put(reason, now);
        return true;
    }
}

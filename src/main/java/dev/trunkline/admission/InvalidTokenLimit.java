package dev.trunkline.admission;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Counts the invalid tokens of each client network: a minute's share passes without delay, all more at a steady pace. It knows
 * the networks with the latest invalid tokens, up to a bound. Thread-safe.
 */
final class InvalidTokenLimit {

    /** The most networks that are known: some hundred bytes each. */
    static final int NETWORKS = 10_000;

    private static final long WINDOW = Duration.ofMinutes(1).toNanos();

    private final long interval;
    private final LongSupplier nanoTime;

    /** When each network's tokens would have come at the steady pace; the latest are at the end. */
    private final Map<String, Long> due = new LinkedHashMap<>();

    /** @param nanoTime a clock like {@link System#nanoTime()} */
    InvalidTokenLimit(int perMinute, LongSupplier nanoTime) {
        this.interval = WINDOW / perMinute;
        this.nanoTime = nanoTime;
    }

    /** Whether the network has had its share for now. */
    synchronized boolean reached(String network) {
        Long until = due.get(network);
        return until != null && until - nanoTime.getAsLong() > WINDOW - interval;
    }

    /** The network has had one more. */
    synchronized void count(String network) {
        long now = nanoTime.getAsLong();
        Long until = due.remove(network);
        // Not further ahead, however many were under way before the first answer: others may share the network.
        long ahead = until == null ? 0 : Math.max(0, Math.min(until - now, WINDOW));
        due.put(network, now + ahead + interval);
        Iterator<Long> oldest = due.values().iterator();
        // The one just counted is due later than now, and the last.
        while (oldest.next() - now < 0 || due.size() > NETWORKS) {
            oldest.remove();
        }
    }
}

package dev.trunkline.audience;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Ends what has not ended within a time limit. One timer serves all, whatever their number. Thread-safe. */
final class Deadlines<T> {

    private final long limit;
    private final ScheduledExecutorService scheduler;
    private final LongSupplier nanoTime;
    private final Consumer<T> onLate;

    /** What has not ended, with its beginning, in the order of the beginnings. */
    private final Map<T, Long> open = new LinkedHashMap<>();

    /** Ends the oldest when its time is over; null while there is none. */
    private @Nullable Future<?> timer;

    /**
     * @param scheduler runs what is told of those that have reached the limit
     * @param nanoTime a clock like {@link System#nanoTime()}
     * @param onLate gets each that has reached the limit; is told again, later, unless it calls {@link #ended}
     */
    Deadlines(Duration limit, ScheduledExecutorService scheduler, LongSupplier nanoTime, Consumer<T> onLate) {
        this.limit = limit.toNanos();
        this.scheduler = scheduler;
        this.nanoTime = nanoTime;
        this.onLate = onLate;
    }

    /** Its time begins. */
    synchronized void began(T entry) {
        open.put(entry, nanoTime.getAsLong());
        arm();
    }

    /** Its time does not matter any more. */
    synchronized void ended(T entry) {
        open.remove(entry);
    }

    /** The oldest one decides when the next one has to end. The caller holds the lock. */
    private void arm() {
        if (timer != null || open.isEmpty()) {
            return;
        }
        long left = limit - (nanoTime.getAsLong() - open.values().iterator().next());
        // Called on an event loop, the scheduler takes a timer of Vert.x: it drops fractions of a millisecond, which
        // makes
        // the timer fire early, and refuses less than one.
        long millis = Math.max(1, TimeUnit.NANOSECONDS.toMillis(left) + 1);
        try {
            timer = scheduler.schedule(this::expire, millis, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException stopped) {
            // The process ends, and its streams with it.
        }
    }

    private void expire() {
        List<T> expired = new ArrayList<>();
        synchronized (this) {
            long now = nanoTime.getAsLong();
            for (Map.Entry<T, Long> entry : open.entrySet()) {
                if (now - entry.getValue() < limit) {
                    break;
                }
                expired.add(entry.getKey());
            }
        }
        try {
            expired.forEach(onLate);
        } finally {
            synchronized (this) {
                timer = null;
                arm();
            }
        }
    }
}

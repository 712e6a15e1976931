package dev.trunkline.connection;

import dev.trunkline.config.Settings;
import dev.trunkline.event.FrameBuffers;
import dev.trunkline.internals.DirectMemory;
import dev.trunkline.metrics.LogLimit;
import dev.trunkline.metrics.Meters;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.MemorySize;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/**
 * The sum of what waits in the process for its clients: the frames, each once, and what each queue takes besides. While it
 * exceeds its limit, the holders with the most waiting lose their fullest connections. Thread-safe.
 */
@ApplicationScoped
public class Outboxes {

    private static final Logger LOG = Logger.getLogger(Outboxes.class);

    /** The default limit's share of the memory: the heap and the memory outside it hold other things, too, and have gaps. */
    private static final int SHARE = 4;

    /** How many times the limit's growth is looked at while it fills once. */
    private static final int STEPS = 256;

    /** Ending connections brings the sum so far below the limit that the next search is not soon, as a share of the limit. */
    private static final int MARGIN = 8;

    /** A search that takes long is followed by a pause of so many times that, in which the sum grows further. */
    private static final int PAUSE = 20;

    private static final long LONGEST_PAUSE = Duration.ofMillis(10).toNanos();

    private static final int MOST_DOUBLINGS = 8;

    private final long limit;
    private final LongSupplier frames;
    private final LongSupplier nanoTime;
    private final LogLimit logLimit = new LogLimit();

    /** Those whose peer has not taken everything when they were last flushed. */
    private final Set<Outbox> behind = ConcurrentHashMap.newKeySet();

    private final AtomicLong upkeep = new AtomicLong();
    private final AtomicBoolean searching = new AtomicBoolean();

    /** Those that were chosen and have not been given up yet: without them the sum may not be too high. */
    private final AtomicInteger leaving = new AtomicInteger();

    /** How many searches in a row did not bring the sum below the limit: each frees twice as much as the one before. */
    private final AtomicInteger vain = new AtomicInteger();

    /** Belongs to the search that runs. */
    private long nextSearch;

    @Inject
    Outboxes(Settings settings) {
        this(
                settings.outbox().totalLimit().map(MemorySize::asLongValue).orElseGet(Outboxes::defaultLimit),
                FrameBuffers::bytes,
                System::nanoTime);
    }

    /**
     * @param limit bytes
     * @param frames bytes of all frames
     * @param nanoTime a clock like {@link System#nanoTime()}
     */
    Outboxes(long limit, LongSupplier frames, LongSupplier nanoTime) {
        this.limit = limit;
        this.frames = frames;
        this.nanoTime = nanoTime;
        this.nextSearch = nanoTime.getAsLong();
    }

    /** Frames are outside the heap and the rest is on it, so that the smaller of both decides. */
    private static long defaultLimit() {
        return Math.min(Runtime.getRuntime().maxMemory(), DirectMemory.most()) / SHARE;
    }

    /** Registers the gauges at the start, before the first connection. */
    void start(@Observes StartupEvent event, Meters meters) {
        meters.gauge("outboxes_bytes", "Memory of what waits to be sent to clients", this::sum);
        meters.gauge("outboxes_limit_bytes", "Limit of outboxes_bytes", () -> limit);
    }

    /** Bytes by which the sum may grow in one lane before the lane calls {@link #relieve} again. */
    public long step() {
        return Math.max(1, limit / STEPS);
    }

    /** Whether more waits than may. */
    private boolean exceeded() {
        return sum() > limit;
    }

    private long sum() {
        return frames.getAsLong() + upkeep.get();
    }

    /** Called when an outbox that has been flushed takes {@code now} bytes instead of {@code before}; 0 if it is empty. */
    void changed(Outbox outbox, long before, long now) {
        upkeep.addAndGet(now - before);
        if (before == 0) {
            behind.add(outbox);
        } else if (now == 0) {
            behind.remove(outbox);
        }
    }

    /**
     * Ends the fullest connections if more waits than may, unless that has been done just now. Those of the calling event loop end
     * before it returns, others soon.
     *
     * @param flush called before any connection ends: what has not been offered to a socket does not show a slow reader
     * @return whether more waits than may still; then the caller lets the other tasks of its event loop go first
     */
    public boolean relieve(Runnable flush) {
        if (exceeded()) {
            flush.run();
            searchAlone();
            if (exceeded()) {
                return true;
            }
        }
        vain.set(0);
        return false;
    }

    private void searchAlone() {
        if (!searching.compareAndSet(false, true)) {
            return;
        }
        try {
            long begun = nanoTime.getAsLong();
            if (leaving.get() == 0 && begun - nextSearch >= 0) {
                List<FullestFirst.Full> chosen = search();
                long found = nanoTime.getAsLong();
                nextSearch = found + Math.min((found - begun) * PAUSE, LONGEST_PAUSE);
                leaving.addAndGet(chosen.size());
                chosen.forEach(this::giveUp);
            }
        } finally {
            searching.set(false);
        }
    }

    private void giveUp(FullestFirst.Full full) {
        try {
            full.outbox().giveUp(full.waiting(), leaving::decrementAndGet);
        } catch (RuntimeException fault) {
            // The others have to go all the same.
            LOG.error("A connection was not ended as it should have been", fault);
        }
    }

    private List<FullestFirst.Full> search() {
        FullestFirst fullest = new FullestFirst();
        long sum = frames.getAsLong();
        for (Outbox outbox : behind) {
            long waiting = outbox.waiting();
            if (waiting == 0) {
                outbox.recount();
            } else {
                sum += outbox.upkeep();
                fullest.add(outbox, waiting);
            }
        }
        if (sum <= limit) {
            return List.of();
        }
        // What ending a connection frees is not known before: other connections may wait with the same frames.
        long excess = (sum - limit + limit / MARGIN) << Math.min(vain.getAndIncrement(), MOST_DOUBLINGS);
        List<FullestFirst.Full> chosen = fullest.first(excess);
        if (!chosen.isEmpty() && logLimit.allows("outboxes")) {
            LOG.warnf(
                    "%d bytes wait for clients, and TRUNKLINE_OUTBOX_TOTAL_LIMIT allows %d: the fullest connections are ended as"
                            + " slow_reader",
                    sum, limit);
        }
        return chosen;
    }
}

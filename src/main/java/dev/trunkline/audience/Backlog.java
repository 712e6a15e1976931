package dev.trunkline.audience;

import java.util.Comparator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Bounds the bytes that all channels together hold back while checks are made. The longest queue gives way first. Statuses
 * whose checks have not begun go first of all, since giving up the others wastes the work: they may take three quarters of
 * the limit, and the rest is for what waits behind checks that are being made.
 */
final class Backlog {

    /** Part of the backlog: the events of one channel that wait for their checks. */
    interface Queue {

        /** Bytes that wait in this queue. */
        long held();

        /** Bytes of the statuses in it whose checks are not done. */
        long undecided();

        /**
         * Withholds the oldest status whose checks have not begun, or the oldest of all if the checks of most have; false if
         * no status waits for its checks.
         */
        boolean withholdUndecided();

        /** Withholds the oldest status, which releases the events behind it; false if the queue is empty. */
        boolean withholdOldest();
    }

    private static final long LEAST_LIMIT = 16 << 20;
    private static final long LARGEST_LIMIT = 64 << 20;

    /** The part of the heap that is the limit by default, within these two. */
    private static final int HEAP_PART = 16;

    private final long limit;
    private final AtomicLong held = new AtomicLong();
    private final AtomicLong undecided = new AtomicLong();
    private final Set<Queue> queues = ConcurrentHashMap.newKeySet();

    /**
     * @param limit bytes that may wait
     */
    Backlog(long limit) {
        this.limit = limit;
    }

    /** The limit for the heap that this process may have. */
    static long defaultLimit() {
        return Math.max(
                LEAST_LIMIT, Math.min(LARGEST_LIMIT, Runtime.getRuntime().maxMemory() / HEAP_PART));
    }

    void opened(Queue queue) {
        queues.add(queue);
    }

    void closed(Queue queue) {
        queues.remove(queue);
    }

    /**
     * A queue has changed.
     *
     * @param bytes how much more it holds than before; negative if it holds less
     * @param undecidedBytes the same for the statuses whose checks are not done
     */
    void grown(long bytes, long undecidedBytes) {
        held.addAndGet(bytes);
        undecided.addAndGet(undecidedBytes);
    }

    /** Bytes that wait in all queues. */
    long held() {
        return held.get();
    }

    /** Withholds statuses of the longest queues until the limit is kept. The caller holds no queue's lock. */
    void relieve() {
        relieve(undecided, limit / 4 * 3, Queue::undecided, Queue::withholdUndecided);
        relieve(held, limit, Queue::held, Queue::withholdOldest);
    }

    private void relieve(AtomicLong sum, long most, ToLongFunction<Queue> length, Predicate<Queue> withhold) {
        if (sum.get() <= most) {
            return;
        }
        // A little more than needed, so that not every event looks for the longest queue.
        long aim = most - most / 16;
        while (sum.get() > aim) {
            @Nullable
            Queue longest =
                    queues.stream().max(Comparator.comparingLong(length)).orElse(null);
            if (longest == null || !withhold.test(longest)) {
                return;
            }
            long half = length.applyAsLong(longest) / 2;
            while (sum.get() > aim && length.applyAsLong(longest) > half && withhold.test(longest)) {
                // Another queue may be the longest one when this one has halved.
            }
        }
    }
}

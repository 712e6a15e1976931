package dev.trunkline.audience;

import java.util.Comparator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Bounds the bytes that all channels together hold back while checks are made. The longest queue gives way first. */
final class Backlog {

    /** Part of the backlog: the events of one channel that wait for their checks. */
    interface Queue {

        /** Bytes that wait in this queue. */
        long held();

        /** Withholds the oldest status, which releases the events behind it; false if the queue is empty. */
        boolean withholdOldest();
    }

    private final long limit;
    private final AtomicLong held = new AtomicLong();
    private final Set<Queue> queues = ConcurrentHashMap.newKeySet();

    /**
     * @param limit bytes that may wait
     */
    Backlog(long limit) {
        this.limit = limit;
    }

    void opened(Queue queue) {
        queues.add(queue);
    }

    void closed(Queue queue) {
        queues.remove(queue);
    }

    /**
     * @param bytes how much more a queue holds than before; negative if it holds less
     */
    void grown(long bytes) {
        held.addAndGet(bytes);
    }

    /** Bytes that wait in all queues. */
    long held() {
        return held.get();
    }

    /** Withholds the oldest statuses of the longest queues until the limit is kept. The caller holds no queue's lock. */
    void relieve() {
        while (held.get() > limit) {
            Queue longest =
                    queues.stream().max(Comparator.comparingLong(Queue::held)).orElse(null);
            if (longest == null || !longest.withholdOldest()) {
                return;
            }
        }
    }
}

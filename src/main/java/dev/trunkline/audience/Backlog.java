package dev.trunkline.audience;

import java.util.Comparator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Bounds what all channels together hold back while checks are made: the one that holds most gives way. */
final class Backlog {

    private final long most;
    private final AtomicLong held = new AtomicLong();
    private final Set<ChannelQueue> queues = ConcurrentHashMap.newKeySet();

    /**
     * @param most bytes that may wait
     */
    Backlog(long most) {
        this.most = most;
    }

    void opened(ChannelQueue queue) {
        queues.add(queue);
    }

    void closed(ChannelQueue queue) {
        queues.remove(queue);
    }

    void grown(long bytes) {
        held.addAndGet(bytes);
    }

    /** Bytes that wait now. */
    long held() {
        return held.get();
    }

    /** Withholds the oldest of the longest queues until no more waits than may. No queue's lock may be held. */
    void relieve() {
        while (held.get() > most) {
            ChannelQueue longest = queues.stream()
                    .max(Comparator.comparingLong(ChannelQueue::held))
                    .orElse(null);
            if (longest == null || !longest.withholdOldest()) {
                return;
            }
        }
    }
}

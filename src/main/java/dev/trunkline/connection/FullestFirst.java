package dev.trunkline.connection;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * The order in which outboxes are given up: always the fullest one of the holder for whom the most waits. So a holder of many
 * connections cannot make others lose theirs by filling each of its own a little.
 */
final class FullestFirst {

    private final Map<Object, Holding> holdings = new HashMap<>();

    /** @param waiting the bytes that wait in it at this moment */
    record Full(Outbox outbox, long waiting) {}

    private static final class Holding {

        private final PriorityQueue<Full> outboxes =
                new PriorityQueue<>(Comparator.comparingLong(Full::waiting).reversed());
        private long waiting;

        void add(Full full) {
            outboxes.add(full);
            waiting += full.waiting;
        }

        Full removeFullest() {
            Full fullest = outboxes.remove();
            waiting -= fullest.waiting;
            return fullest;
        }
    }

    /** @param waiting the bytes that wait in it at this moment, above 0 */
    void add(Outbox outbox, long waiting) {
        holdings.computeIfAbsent(outbox.holder(), missing -> new Holding()).add(new Full(outbox, waiting));
    }

    /** The first ones, in which together so many bytes wait; all if there are not so many. */
    List<Full> first(long bytes) {
        PriorityQueue<Holding> order = new PriorityQueue<>(
                Comparator.comparingLong((Holding holding) -> holding.waiting).reversed());
        order.addAll(holdings.values());
        List<Full> first = new ArrayList<>();
        for (long left = bytes; left > 0 && !order.isEmpty(); ) {
            Holding most = order.remove();
            Full fullest = most.removeFullest();
            first.add(fullest);
            left -= fullest.waiting;
            if (most.waiting > 0) {
                order.add(most);
            }
        }
        return first;
    }
}

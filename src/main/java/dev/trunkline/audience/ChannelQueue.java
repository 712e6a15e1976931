package dev.trunkline.audience;

import dev.trunkline.event.Event;
import dev.trunkline.event.EventName;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Keeps the order of one channel's events: their checks run concurrently, but no event leaves before the events in front of
 * it. Under overload the {@link Backlog} withholds the oldest status of the longest queue, which releases the events behind
 * it. A {@code delete} is never lost and never overtakes its status.
 */
final class ChannelQueue implements Judging, Backlog.Queue {

    /** Approximate bytes that a waiting event occupies besides its payload. */
    private static final int OVERHEAD = 256;

    /** Approximate bytes that a pending check occupies for each account. */
    private static final int PER_ACCOUNT = 40;

    private final Listeners listeners;
    private final RecentStatuses recent;
    private final Backlog backlog;
    private final Withholdings withholdings;
    private final Consumer<Judged> out;
    private final long opened;
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private volatile long held;
    private volatile boolean closed;

    private static final class Waiting {

        private final Judged event;
        private final long weight;
        private boolean ready;

        /**
         * @param accounts how many accounts are checked; their ids are held in memory, too
         */
        Waiting(Judged event, int accounts, boolean ready) {
            this.event = event;
            this.weight = OVERHEAD + event.event().payload().length + (long) accounts * PER_ACCOUNT;
            this.ready = ready;
        }
    }

    /**
     * @param listeners the channel's listeners
     * @param out receives the events, one at a time, in their order
     */
    ChannelQueue(
            Listeners listeners,
            RecentStatuses recent,
            Backlog backlog,
            Withholdings withholdings,
            Consumer<Judged> out) {
        this.listeners = listeners;
        this.recent = recent;
        this.backlog = backlog;
        this.withholdings = withholdings;
        this.out = out;
        this.opened = recent.now();
        backlog.opened(this);
    }

    @Override
    public long held() {
        return held;
    }

    @Override
    public void add(Event event) {
        if (closed) {
            return;
        }
        try {
            if (event.name().equals(EventName.UPDATE) || event.name().equals(EventName.STATUS_UPDATE)) {
                check(event);
            } else {
                enqueue(new Waiting(Judged.unchecked(event), 0, true));
            }
            backlog.relieve();
        } catch (MalformedStatus malformed) {
            withholdings.count(new CheckResult.Failed(Withheld.MISFIT, String.valueOf(malformed.getMessage())));
        } catch (RuntimeException fault) {
            // A fault must not end the channel's subscription.
            withholdings.count(CheckResult.Failed.of(fault));
        }
    }

    private void check(Event event) throws MalformedStatus {
        StatusCheck check = recent.check(this, opened, event);
        Set<Long> accounts = listeners.accounts();
        Waiting entry = new Waiting(new CheckedStatus(event, check), accounts.size(), false);
        enqueue(entry);
        try {
            check.ask(accounts, failed -> {
                if (ready(entry)) {
                    failed.ifPresent(withholdings::count);
                }
            });
        } catch (RuntimeException fault) {
            // Otherwise the events behind it would wait for ever.
            ready(entry);
            throw fault;
        }
    }

    private synchronized void enqueue(Waiting entry) {
        waiting.add(entry);
        grow(entry.weight);
        release();
    }

    /** Marks an entry as ready; false if it was ready before. */
    private synchronized boolean ready(Waiting entry) {
        boolean waited = !entry.ready;
        entry.ready = true;
        release();
        return waited;
    }

    @Override
    public boolean withholdOldest() {
        synchronized (this) {
            Waiting oldest = waiting.peek();
            if (oldest == null) {
                return false;
            }
            oldest.ready = true;
            release();
        }
        withholdings.count(new CheckResult.Failed(Withheld.OVERLOAD, "too many events wait for their checks"));
        return true;
    }

    /** Sends on the events in front that are ready. */
    private void release() {
        for (Waiting oldest = waiting.peek(); oldest != null && oldest.ready; oldest = waiting.peek()) {
            waiting.remove();
            grow(-oldest.weight);
            out.accept(oldest.event);
        }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // written under the lock only
    private void grow(long bytes) {
        held += bytes;
        backlog.grown(bytes);
    }

    @Override
    public synchronized void close() {
        closed = true;
        backlog.closed(this);
        waiting.clear();
        grow(-held);
    }
}

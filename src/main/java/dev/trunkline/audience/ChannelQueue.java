package dev.trunkline.audience;

import dev.trunkline.event.Event;
import dev.trunkline.event.EventName;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.function.Consumer;

/**
 * One channel's events in their order: they are checked concurrently, and none leaves before those ahead of it have been
 * judged. When too much waits in the process, the longest queue's oldest status is withheld, and with it goes what it holds
 * back: a delete is never lost, nor ever overtakes.
 */
final class ChannelQueue {

    /** What an event weighs while it waits besides its payload, roughly. */
    private static final int OVERHEAD = 256;

    /** What an account that is asked about weighs in questions that wait, roughly. */
    private static final int PER_ACCOUNT = 40;

    private final Listeners listeners;
    private final RecentStatuses recent;
    private final Backlog backlog;
    private final Withholdings withholdings;
    private final Consumer<Judged> out;
    private final long opened;
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private volatile long held;

    private static final class Waiting {

        private final Judged verdict;
        private final long weight;
        private boolean ready;

        /**
         * @param asked how many accounts are asked about, whose names wait, too
         */
        Waiting(Judged verdict, int asked, boolean ready) {
            this.verdict = verdict;
            this.weight = OVERHEAD + verdict.event().payload().length + (long) asked * PER_ACCOUNT;
            this.ready = ready;
        }
    }

    /**
     * @param listeners who listens to the channel
     * @param out gets the events, one at a time, in their order
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

    /** Bytes that wait here. */
    long held() {
        return held;
    }

    /** Takes the channel's next event; on the broadcaster's thread. */
    void add(Event event) {
        try {
            if (event.name().equals(EventName.UPDATE) || event.name().equals(EventName.STATUS_UPDATE)) {
                check(event);
            } else {
                enqueue(new Waiting(Judged.unchecked(event), 0, true));
            }
            backlog.relieve();
        } catch (Misfit misfit) {
            withholdings.count(new Answer.Failed(Withheld.MISFIT, String.valueOf(misfit.getMessage())));
        } catch (RuntimeException | OutOfMemoryError fault) {
            // It must not silence the channel.
            withholdings.count(Answer.Failed.of(fault));
        }
    }

    private void check(Event event) throws Misfit {
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
        } catch (RuntimeException | OutOfMemoryError fault) {
            // What stands behind it would wait for ever.
            ready(entry);
            throw fault;
        }
    }

    private synchronized void enqueue(Waiting entry) {
        waiting.add(entry);
        grow(entry.weight);
        release();
    }

    /** Whether it waited. */
    private synchronized boolean ready(Waiting entry) {
        boolean waited = !entry.ready;
        entry.ready = true;
        release();
        return waited;
    }

    /** Gives up the check of the oldest status and lets go what it holds back; whether there was one. */
    boolean withholdOldest() {
        synchronized (this) {
            Waiting oldest = waiting.peek();
            if (oldest == null) {
                return false;
            }
            oldest.ready = true;
            release();
        }
        withholdings.count(new Answer.Failed(Withheld.OVERLOAD, "too many events wait for their checks"));
        return true;
    }

    /** Lets go what waits for nothing any more. */
    private void release() {
        for (Waiting oldest = waiting.peek(); oldest != null && oldest.ready; oldest = waiting.peek()) {
            waiting.remove();
            grow(-oldest.weight);
            out.accept(oldest.verdict);
        }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // only with the lock
    private void grow(long bytes) {
        held += bytes;
        backlog.grown(bytes);
    }

    /** The channel is listened to no more: nothing of it waits for anybody. */
    synchronized void close() {
        backlog.closed(this);
        waiting.clear();
        grow(-held);
    }
}

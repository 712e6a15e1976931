package dev.trunkline.audience;

import dev.trunkline.event.Event;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the order of one channel's events: their checks run concurrently, but no event leaves before the events in front of
 * it. Under overload the {@link Backlog} withholds statuses of the longest queue, the oldest first. A {@code delete} is never
 * lost and never overtakes its status.
 */
final class ChannelQueue implements Judging, Backlog.Queue {

    /** Approximate bytes of an account in a set. */
    private static final int PER_ACCOUNT = 40;

    private final Listeners listeners;
    private final RecentStatuses recent;
    private final Backlog backlog;
    private final Withholdings withholdings;
    private final Consumer<Judged> out;
    private final long opened;
    private final Deque<Waiting> waiting = new ArrayDeque<>();

    /** The statuses among them whose checks are not done. */
    private final Set<Waiting> undecidedStatuses = new LinkedHashSet<>();

    /** The statuses whose checks have not begun, and after the first of them also others. */
    private final Deque<Waiting> unbegun = new ArrayDeque<>();

    /** On the broadcaster's thread only. */
    private Set<Long> lastAccounts = Set.of();

    private volatile long held;
    private volatile long undecided;
    private volatile boolean closed;

    /** An event in the queue; guarded by the queue's lock. */
    private static final class Waiting {

        /** Approximate bytes that an event occupies besides its payload. */
        private static final int OVERHEAD = 256;

        /** Approximate bytes of a status that was read, with its checks, besides those. */
        private static final int STATUS = 768;

        /** Approximate bytes of a place in the queue without an event. */
        private static final int EMPTY = 64;

        private final @Nullable StatusCheck check;

        /** Null if nobody gets it. */
        private @Nullable Judged event;

        private StatusCheck.@Nullable Need need;
        private long weight;
        private boolean ready;

        private Waiting(Judged event, @Nullable StatusCheck check, int accounts) {
            this.event = event;
            this.check = check;
            this.weight = OVERHEAD
                    + event.event().payload().length
                    + (check == null ? 0 : STATUS + (long) accounts * PER_ACCOUNT);
            this.ready = check == null;
        }

        static Waiting unchecked(Event event) {
            return new Waiting(Judged.unchecked(event), null, 0);
        }

        /** @param accounts the size of the set of accounts, if no event before this one has the same set */
        static Waiting status(Event event, StatusCheck check, int accounts) {
            return new Waiting(new CheckedStatus(event, check), check, accounts);
        }

        boolean isUnbegun() {
            return need != null && need.isWaiting();
        }

        /** Its checks are given up. */
        void withhold(boolean wanted) {
            ready = true;
            if (event != null && check != null && wanted) {
                event = new UncheckedStatus(event.event(), check.status());
            } else {
                event = null;
                weight = EMPTY;
            }
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
    public long undecided() {
        return undecided;
    }

    @Override
    public void add(Event event) {
        if (closed) {
            return;
        }
        try {
            if (StatusReader.isStatus(event)) {
                check(event);
            } else {
                enqueue(Waiting.unchecked(event));
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
        Waiting entry = Waiting.status(event, check, isLast(accounts) ? 0 : accounts.size());
        lastAccounts = accounts;
        enqueue(entry);
        try {
            need(entry, check.ask(accounts, failures -> ready(entry, failures)));
        } catch (RuntimeException fault) {
            // Otherwise the events behind it would wait for ever.
            ready(entry, List.of());
            throw fault;
        }
    }

    /** The set is mostly the same from one status to the next. */
    @SuppressWarnings("ReferenceEquality")
    private boolean isLast(Set<Long> accounts) {
        return accounts == lastAccounts;
    }

    private synchronized void enqueue(Waiting entry) {
        if (closed) {
            return;
        }
        waiting.add(entry);
        if (entry.ready) {
            grow(entry.weight, 0);
        } else {
            undecidedStatuses.add(entry);
            grow(entry.weight, entry.weight);
        }
        release();
    }

    private void need(Waiting entry, StatusCheck.Need need) {
        synchronized (this) {
            if (!closed) {
                if (!entry.ready) {
                    long copied = (long) need.copied() * PER_ACCOUNT;
                    entry.weight += copied;
                    grow(copied, copied);
                    entry.need = need;
                    forgetBegun();
                    unbegun.add(entry);
                }
                return;
            }
        }
        need.giveUp();
    }

    /** The checks of an entry are done; has no effect once it is ready. What is withheld is counted before anything leaves. */
    private synchronized void ready(Waiting entry, Collection<CheckResult.Failed> failures) {
        if (entry.ready) {
            return;
        }
        try {
            failures.forEach(withholdings::count);
        } finally {
            entry.ready = true;
            entry.need = null;
            forgetBegun();
            if (undecidedStatuses.remove(entry)) {
                grow(0, -entry.weight);
            }
            release();
        }
    }

    @Override
    public boolean withholdUndecided() {
        Waiting oldest;
        synchronized (this) {
            forgetBegun();
            oldest = unbegun.peek();
            // When most have begun and are not done, PostgreSQL does not answer: the few that have not are the newest.
            if (2 * unbegun.size() < undecidedStatuses.size()) {
                oldest = undecidedStatuses.iterator().next();
            }
        }
        return oldest != null && withhold(oldest);
    }

    /** Drops those in front that have begun: nobody counts them, once they are ready, and they are large. */
    private void forgetBegun() {
        for (Waiting oldest = unbegun.peek(); oldest != null && !oldest.isUnbegun(); oldest = unbegun.peek()) {
            unbegun.remove();
        }
    }

    @Override
    public boolean withholdOldest() {
        Waiting oldest;
        synchronized (this) {
            oldest = waiting.peek();
        }
        // One that is ready leaves the queue on another thread at this moment.
        return oldest != null && withhold(oldest);
    }

    private boolean withhold(Waiting entry) {
        StatusCheck.Need need;
        synchronized (this) {
            // A queue that has been closed meanwhile has given up its needs itself.
            if (closed || entry.ready) {
                return false;
            }
            need = entry.need;
            entry.need = null;
            forgetBegun();
            undecidedStatuses.remove(entry);
            long before = entry.weight;
            entry.withhold(listeners.hasAnonymous());
            grow(entry.weight - before, -before);
            withholdings.count(new CheckResult.Failed(Withheld.OVERLOAD, "too many events wait for their checks"));
            release();
        }
        if (need != null) {
            need.giveUp();
        }
        return true;
    }

    /** Sends on the events in front that are ready. */
    private void release() {
        for (Waiting oldest = waiting.peek(); oldest != null && oldest.ready; oldest = waiting.peek()) {
            waiting.remove();
            grow(-oldest.weight, 0);
            if (oldest.event != null) {
                out.accept(oldest.event);
            }
        }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // written under the lock only
    private void grow(long bytes, long undecidedBytes) {
        held += bytes;
        undecided += undecidedBytes;
        backlog.grown(bytes, undecidedBytes);
    }

    @Override
    public void close() {
        List<StatusCheck.Need> needs = new ArrayList<>();
        synchronized (this) {
            closed = true;
            backlog.closed(this);
            for (Waiting entry : undecidedStatuses) {
                if (entry.need != null) {
                    needs.add(entry.need);
                }
            }
            waiting.clear();
            undecidedStatuses.clear();
            unbegun.clear();
            grow(-held, -undecided);
        }
        // The newest first: the place of one that is being made would otherwise go to the next.
        Collections.reverse(needs);
        needs.forEach(StatusCheck.Need::giveUp);
    }
}

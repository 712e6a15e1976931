package dev.trunkline.filter;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.ObjLongConsumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The filters of the accounts that were requested last, all of them in one index, and the filters of the sets of accounts
 * that were requested last. Its bytes are bounded: what nobody has requested for a minute goes first, and is loaded again when
 * it is needed; then the largest account is left without its filters for a while, so that a few large ones do not take the
 * place of many small ones. For one thread.
 */
final class FilterCache {

    private static final Logger LOG = Logger.getLogger(FilterCache.class);

    /** The number of sets that are remembered: one for each busy channel is enough. */
    private static final int SETS = 16;

    /**
     * A set with no more keywords than this gets an index of its own: a small hashtag has a handful of accounts, and
     * searching for everybody's keywords would cost more.
     */
    private static final int FEW_KEYWORDS = 50;

    /** How long an account stays without its filters when there was no room for them; then they are loaded again. */
    private static final long REFUSAL_NANOS = Duration.ofMinutes(1).toNanos();

    /** Filters that have not been requested for so long are not in use. */
    private static final long IDLE_NANOS = Duration.ofMinutes(1).toNanos();

    /** How often a remembered set counts as a request for its accounts. */
    private static final long TOUCH_NANOS = Duration.ofSeconds(20).toNanos();

    private final Map<Long, HeldFilters> accounts = new LinkedHashMap<>(16, 0.75f, true);
    private final int limit;
    private final long byteLimit;
    private final Executor thread;
    private final LongSupplier nanoTime;
    private final ObjLongConsumer<AccountTooCostly> onRefusal;
    private final KeywordIndex index = new KeywordIndex();

    /** The one that was requested last is at the end. A change of an account drops the sets that contain it. */
    private final List<WantedFilters> wanted = new ArrayList<>();

    private volatile long bytes;

    /**
     * @param limit the number of accounts; the account whose last request is the oldest goes first
     * @param byteLimit the bytes of all filters
     * @param thread runs tasks later on the cache's own thread
     * @param nanoTime a clock like {@link System#nanoTime()}
     * @param onRefusal is told which account is left without its filters, because there is no room for them
     */
    FilterCache(
            int limit,
            long byteLimit,
            Executor thread,
            LongSupplier nanoTime,
            ObjLongConsumer<AccountTooCostly> onRefusal) {
        this.limit = limit;
        this.byteLimit = byteLimit;
        this.thread = thread;
        this.nanoTime = nanoTime;
        this.onRefusal = onRefusal;
    }

    /** Approximate bytes of all filters; may be called on any thread. */
    long bytes() {
        return bytes;
    }

    /** What is held of an account, with an empty list if it has no filters; null if the cache does not hold the account. */
    @Nullable
    HeldFilters get(long account) {
        long now = nanoTime.getAsLong();
        HeldFilters held = accounts.get(account);
        if (held == null) {
            return null;
        }
        if (held.isOver(now)) {
            remove(account);
            return null;
        }
        held.requested(now);
        return held;
    }

    /**
     * What is remembered for this very object, not for an equal set: comparing thousands of accounts is the work that is
     * saved. It counts as a request for the set's accounts now and then only.
     */
    @Nullable
    @SuppressWarnings("ReferenceEquality")
    WantedFilters wanted(Set<Long> requested) {
        for (int i = wanted.size() - 1; i >= 0; i--) {
            WantedFilters known = wanted.get(i);
            if (known.accounts() == requested) {
                wanted.remove(i);
                if (!isCurrent(known)) {
                    return null;
                }
                wanted.add(known);
                return known;
            }
        }
        return null;
    }

    /** False if an account of the set need not be refused any longer. */
    private boolean isCurrent(WantedFilters known) {
        long now = nanoTime.getAsLong();
        if (now - known.collected() > TOUCH_NANOS) {
            // It is collected anew, which requests all its accounts.
            return false;
        }
        for (long account : known.failures().keySet()) {
            HeldFilters held = accounts.get(account);
            if (held != null && held.isOver(now)) {
                return false;
            }
        }
        return true;
    }

    /** Remembers a set until one of its accounts changes. */
    void remember(WantedFilters newcomer) {
        if (wanted.size() == SETS) {
            wanted.remove(0);
        }
        wanted.add(newcomer);
    }

    void drop(WantedFilters known) {
        wanted.remove(known);
    }

    /**
     * Adds an account's keywords to the index in steps, and then runs an action; to be followed by {@link #put}.
     *
     * @param onFault gets what a step or the action has thrown
     */
    void index(AccountFilters filters, Runnable action, Consumer<Throwable> onFault) {
        change(new IndexChange(filters, index::add), action, onFault);
    }

    /** Removes the keywords of filters that are not put. */
    void removeFromIndex(AccountFilters filters) {
        change(
                new IndexChange(filters, index::remove),
                () -> {},
                fault -> LOG.error("Keywords were not removed from the index", fault));
    }

    private void change(IndexChange change, Runnable action, Consumer<Throwable> onFault) {
        try {
            if (change.step()) {
                thread.execute(() -> change(change, action, onFault));
            } else {
                action.run();
            }
        } catch (RuntimeException | StackOverflowError fault) {
            onFault.accept(fault);
        }
    }

    /** Holds filters that are in the index, and makes room for them. Returns what is held now. */
    HeldFilters put(AccountFilters filters) {
        HeldFilters held = HeldFilters.of(filters);
        put(filters.account(), held);
        while (bytes > byteLimit) {
            makeRoom();
        }
        HeldFilters now = accounts.get(filters.account());
        return now == null ? held : now;
    }

    /** Holds that an account's filters are not applied, until they change. */
    void refuse(long account, AccountTooCostly refusal) {
        put(account, HeldFilters.refused(refusal, 0));
    }

    /** Does without filters that were found to be too costly, until they change; no effect if they are not held any more. */
    void refuse(AccountFilters filters, AccountTooCostly refusal) {
        if (holds(filters)) {
            refuse(filters.account(), refusal);
        }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // written by one thread
    private void put(long account, HeldFilters held) {
        remove(account);
        held.requested(nanoTime.getAsLong());
        accounts.put(account, held);
        bytes += held.weight();
        if (accounts.size() > limit) {
            remove(accounts.keySet().iterator().next());
        }
    }

    private void makeRoom() {
        long now = nanoTime.getAsLong();
        for (Map.Entry<Long, HeldFilters> oldest : accounts.entrySet()) {
            if (oldest.getValue().weight() > 0) {
                if (now - oldest.getValue().requested() > IDLE_NANOS) {
                    remove(oldest.getKey());
                    return;
                }
                break;
            }
        }
        long largest = accounts.entrySet().stream()
                .max(Comparator.comparingLong(held -> held.getValue().weight()))
                .orElseThrow()
                .getKey();
        AccountTooCostly refusal = new AccountTooCostly("the filters of all accounts together are too many");
        put(largest, HeldFilters.refused(refusal, now + REFUSAL_NANOS));
        onRefusal.accept(refusal, largest);
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // written by one thread
    void remove(long account) {
        wanted.removeIf(known -> known.accounts().contains(account));
        HeldFilters held = accounts.remove(account);
        if (held != null) {
            bytes -= held.weight();
            if (held.filters() != null) {
                removeFromIndex(held.filters());
            }
        }
    }

    /** The indexes that together have all of the filters; none if there are no filters. */
    List<KeywordIndex> indexes(WantedFilters complete) {
        // Filters that the cache does not hold have been removed since they were loaded, or were too many.
        List<AccountFilters> others = complete.filters().stream()
                .filter(account -> complete.keywords() <= FEW_KEYWORDS || !holds(account))
                .toList();
        List<KeywordIndex> chosen = new ArrayList<>();
        if (others.size() < complete.filters().size()) {
            chosen.add(index);
        }
        if (!others.isEmpty()) {
            KeywordIndex own = new KeywordIndex();
            others.forEach(own::add);
            chosen.add(own);
        }
        return chosen;
    }

    /** Whether the cache holds this very object, not older or newer filters of the account. */
    private boolean holds(AccountFilters filters) {
        HeldFilters held = accounts.get(filters.account());
        return held != null && held.filters() == filters;
    }
}

package dev.trunkline.filter;

import dev.trunkline.config.Settings;
import dev.trunkline.database.Database;
import dev.trunkline.metrics.LogLimit;
import dev.trunkline.metrics.Meters;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Which of the viewers' keyword filters a status matches (protocol, section 6, check 4). Filters are loaded when they are
 * first needed and held until they are forgotten; a status costs one pass over its text for all accounts together. What one
 * account's filters cost beyond the bounds costs that account only (docs/decisions/0008-keyword-index.md).
 *
 * <p>All state belongs to one thread of its own, so that a long text delays neither Redis nor the sockets. What takes long on
 * it is divided into steps, between which searches go on.
 */
@ApplicationScoped
public class KeywordFilters {

    private static final Logger LOG = Logger.getLogger(KeywordFilters.class);

    /** The most searches that wait for the thread or for PostgreSQL; more fail. A status takes some kilobytes. */
    private static final int SEARCHES = 5_000;

    /** The part of the heap that the filters take by default. */
    private static final int HEAP_PART = 8;

    private static final long FORGETTING_MILLIS = 500;

    /** How many times its bound an account may load in a minute. */
    private static final long LOADS_PER_MINUTE = 4;

    private final InstantSource clock;
    private final ThreadPoolExecutor thread;
    private final FilterBounds bounds;

    /** Runs what others do not wait for any longer. */
    private final Executor later;

    /** Frees what nobody waits for, for many accounts at a time: most that come and go have no filters here. */
    private final Executor soon;

    /** The searches that the thread still has to look at, including abandoned ones. */
    private final AtomicInteger searches = new AtomicInteger();

    private final Set<Long> forgotten = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean forgettingScheduled = new AtomicBoolean();

    private final FilterCache cache;
    private final FilterLoads loads;
    private final LoadPace pace;
    private final LogLimit logLimit = new LogLimit();

    @Inject
    KeywordFilters(Database database, Settings settings) {
        this(
                new FilterTables(database, FilterBounds.of(settings.filters())),
                FilterBounds.of(settings.filters()),
                settings.filters().maxAccounts(),
                settings.filters()
                        .cacheSize()
                        .map(MemorySize::asLongValue)
                        .orElse(Runtime.getRuntime().maxMemory() / HEAP_PART),
                // Most of the time limit is left for the statuses that have waited.
                settings.checkTimeLimit().dividedBy(8),
                InstantSource.system());
    }

    /** @param patience how long a search waits for filters that are being loaded */
    KeywordFilters(
            FilterSource source,
            FilterBounds bounds,
            int maxAccounts,
            long cacheSize,
            Duration patience,
            InstantSource clock) {
        this.bounds = bounds;
        this.clock = clock;
        // The number of tasks is bounded: a few for each search and each load, and one to forget.
        this.thread = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
            Thread named = new Thread(task, "keyword-filters");
            named.setDaemon(true);
            return named;
        });
        this.soon = CompletableFuture.delayedExecutor(FORGETTING_MILLIS, TimeUnit.MILLISECONDS, this::goOn);
        this.later = CompletableFuture.delayedExecutor(patience.toNanos(), TimeUnit.NANOSECONDS, this::goOn);
        this.pace = new LoadPace(LOADS_PER_MINUTE * bounds.keywords(), System::nanoTime);
        this.cache = new FilterCache(
                maxAccounts, cacheSize, this::goOn, System::nanoTime, (refusal, account) -> log(account, refusal));
        this.loads = new FilterLoads(source, thread, new FilterLoads.Result() {
            @Override
            public void loaded(Load load, AccountFilters filters) {
                index(load, filters);
            }

            @Override
            public void beyond(Load load) {
                refuse(load);
            }

            @Override
            public void failed(Load load, Throwable failure) {
                fail(load, failure);
            }
        });
    }

    /** Registers the gauge at the start, before the first search. */
    void start(@Observes StartupEvent event, Meters meters) {
        meters.gauge("filters_cache_bytes", "Approximate bytes of the cached keyword filters", cache::bytes);
    }

    /**
     * The matching filters of the accounts. Filters that are not held are loaded, many accounts by one query, shared with other
     * searches; accounts whose loading takes too long are left out. The result may come on any thread, and the caller's does
     * not wait. A search that is cancelled before its turn is not made.
     *
     * @param accounts never changes; passing the same object for the next text saves going through the accounts again
     * @return fails with {@link TextTooCostly} or {@link FiltersOverloaded}
     */
    public Uni<FilterMatches> matches(Set<Long> accounts, SearchableText text) {
        return Uni.createFrom().emitter(result -> {
            if (searches.incrementAndGet() > SEARCHES) {
                searches.decrementAndGet();
                result.fail(new FiltersOverloaded(SEARCHES));
                return;
            }
            Search search = new Search(text, result, searches::decrementAndGet);
            result.onTermination(search::abandon);
            try {
                thread.execute(() -> begin(search, accounts));
            } catch (RejectedExecutionException stopped) {
                search.fail(stopped);
            }
        });
    }

    /**
     * Drops the filters of an account, because they have changed or because the account has no connection left. A load that
     * is under way still serves the searches that wait for it, but is not kept: later searches load the filters again.
     */
    public void forget(long account) {
        forgotten.add(account);
        scheduleForgetting();
    }

    @PreDestroy
    void stop() {
        thread.shutdown();
    }

    /** Runs the next step of work that has begun, or what was put off. */
    private void goOn(Runnable step) {
        try {
            thread.execute(step);
        } catch (RejectedExecutionException stopped) {
            // Nobody waits for the rest, and nobody uses the cache any more.
        }
    }

    private void scheduleForgetting() {
        if (forgettingScheduled.compareAndSet(false, true)) {
            soon.execute(() -> {
                forgettingScheduled.set(false);
                forgetNow();
            });
        }
    }

    /** Must run before every access to the cache, so that accounts forgotten earlier are no longer in it. */
    private void forgetNow() {
        for (Iterator<Long> each = forgotten.iterator(); each.hasNext(); ) {
            long account = each.next();
            each.remove();
            cache.remove(account);
            loads.forget(account);
        }
    }

    private void begin(Search search, Set<Long> accounts) {
        if (search.text() == null) {
            return;
        }
        try {
            forgetNow();
            WantedFilters known = cache.wanted(accounts);
            WantedFilters wanted = known == null ? want(accounts) : known;
            if (wanted.isComplete()) {
                carryOut(search, wanted);
            } else {
                wanted.await(search);
                loads.begin();
            }
        } catch (RuntimeException | StackOverflowError fault) {
            search.fail(fault);
        }
    }

    /** Collects the filters of the accounts and requests those that are neither held nor being loaded. */
    private WantedFilters want(Set<Long> accounts) {
        WantedFilters wanted = new WantedFilters(accounts, System.nanoTime());
        List<Load> requested = new ArrayList<>();
        boolean lasting = true;
        for (long account : accounts) {
            HeldFilters held = cache.get(account);
            if (held == null) {
                lasting &= await(wanted, account, requested);
            } else if (held.filters() != null) {
                wanted.add(held.filters());
            } else if (held.refusal() != null) {
                wanted.fail(account, held.refusal());
            }
        }
        if (lasting) {
            cache.remember(wanted);
        }
        if (!requested.isEmpty()) {
            later.execute(() -> requested.forEach(this::leaveOut));
        }
        return wanted;
    }

    /** Waits for an account's load, or does without; false if the next search may have better luck. */
    private boolean await(WantedFilters wanted, long account, List<Load> requested) {
        Load load = loads.of(account);
        if (load == null) {
            if (!pace.allows(account)) {
                AccountTooCostly refusal = new AccountTooCostly("too many filters are loaded too often");
                wanted.fail(account, refusal);
                log(account, refusal);
                return false;
            }
            load = loads.request(account);
            requested.add(load);
        }
        if (load.isOverdue()) {
            wanted.fail(account, new FiltersLate());
            return false;
        }
        load.await(wanted);
        return true;
    }

    /** The searches that wait for a load go on without its account. */
    private void leaveOut(Load load) {
        load.releaseOverdue().forEach(wanted -> doWithout(wanted, load.account(), new FiltersLate()));
    }

    private void index(Load load, AccountFilters filters) {
        forgetNow();
        pace.loaded(load.account(), filters.keywords());
        if (loads.of(load.account()) == load) {
            cache.index(filters, () -> indexed(load, filters), fault -> fail(load, fault));
        } else {
            arrive(load, HeldFilters.of(filters));
        }
    }

    private void indexed(Load load, AccountFilters filters) {
        forgetNow();
        if (loads.finish(load)) {
            arrive(load, cache.put(filters));
        } else {
            cache.removeFromIndex(filters);
            arrive(load, HeldFilters.of(filters));
        }
    }

    private void refuse(Load load) {
        forgetNow();
        AccountTooCostly refusal = new AccountTooCostly("more than " + bounds.keywords()
                + " filters and keywords, or than " + bounds.size() + " bytes of them");
        pace.loaded(load.account(), bounds.keywords());
        log(load.account(), refusal);
        if (loads.finish(load)) {
            cache.refuse(load.account(), refusal);
        }
        arrive(load, HeldFilters.refused(refusal, 0));
    }

    private void arrive(Load load, HeldFilters held) {
        for (WantedFilters wanted : load.release()) {
            if (held.filters() != null) {
                wanted.add(held.filters());
            } else if (held.refusal() != null) {
                wanted.fail(load.account(), held.refusal());
            }
            loaded(wanted);
        }
    }

    private void fail(Load load, Throwable failure) {
        loads.finish(load);
        load.release().forEach(wanted -> doWithout(wanted, load.account(), failure));
    }

    /** A search goes on without an account, and the next one tries again. */
    private void doWithout(WantedFilters wanted, long account, Throwable failure) {
        cache.drop(wanted);
        wanted.fail(account, failure);
        loaded(wanted);
    }

    private void loaded(WantedFilters wanted) {
        wanted.loaded();
        if (wanted.isComplete()) {
            wanted.release().forEach(search -> carryOut(search, wanted));
        }
    }

    private void carryOut(Search search, WantedFilters wanted) {
        try {
            @Nullable SearchableText text = search.text();
            if (text != null) {
                search.complete(results(text, wanted));
            }
        } catch (RuntimeException | StackOverflowError fault) {
            search.fail(fault);
        }
    }

    private FilterMatches results(SearchableText text, WantedFilters wanted) {
        Map<Long, byte[]> arrays = new HashMap<>();
        List<AccountFilters> excessive = new ArrayList<>(0);
        for (KeywordIndex index : wanted.indexes(cache::indexes)) {
            index.search(text.text(), wanted.filters(), clock.instant(), arrays, excessive::add);
        }
        for (AccountFilters filters : excessive) {
            AccountTooCostly refusal =
                    new AccountTooCostly("more than " + KeywordIndex.MAX_MATCHES + " of them match one status");
            log(filters.account(), refusal);
            // The searches that have waited together use the same indexes, which no longer have these filters.
            wanted.refuse(filters, refusal);
            cache.refuse(filters, refusal);
        }
        return new FilterMatches(arrays, Map.copyOf(wanted.failures()));
    }

    private void log(long account, AccountTooCostly refusal) {
        if (logLimit.allows(Long.toString(account))) {
            LOG.warnf(
                    "Withheld statuses of filtered streams from account %d, whose keyword filters are too costly: %s"
                            + " (further lines about it within a minute are left out)",
                    account, refusal.getMessage());
        }
    }
}

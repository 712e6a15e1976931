package dev.trunkline.filter;

import dev.trunkline.config.Settings;
import dev.trunkline.database.Database;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Which of the viewers' keyword filters a status matches (protocol, section 6, check 4). Filters are loaded when they are
 * first needed and held until they are forgotten; a status costs one pass over its text for all accounts together.
 *
 * <p>All state belongs to one thread of its own, so that a long text delays neither Redis nor the sockets.
 */
@ApplicationScoped
public class KeywordFilters {

    /** The most searches that wait for the thread or for PostgreSQL; more fail. A status takes some kilobytes. */
    private static final int SEARCHES = 5_000;

    private final FilterSource source;
    private final InstantSource clock;
    private final ThreadPoolExecutor thread;

    /** The searches that the thread still has to look at, including abandoned ones. */
    private final AtomicInteger searches = new AtomicInteger();

    private final Set<Long> forgotten = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean forgettingScheduled = new AtomicBoolean();

    private final FilterCache cache;
    private final Map<Long, Load> loading = new HashMap<>();

    @Inject
    KeywordFilters(Database database, Settings settings) {
        this(new FilterTables(database), settings.filters().maxAccounts(), InstantSource.system());
    }

    KeywordFilters(FilterSource source, int maxAccounts, InstantSource clock) {
        this.source = source;
        this.clock = clock;
        this.cache = new FilterCache(maxAccounts);
        // The number of tasks is bounded: one for each search and each load, and one to forget.
        this.thread = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
            Thread named = new Thread(task, "keyword-filters");
            named.setDaemon(true);
            return named;
        });
    }

    /**
     * The {@code filtered} arrays, as JSON, of the accounts whose filters match the text. Filters that are not held are
     * loaded by one query for all accounts, shared with other searches. The result may come on any thread, and the caller's
     * does not wait. A search that is cancelled before its turn is not made.
     *
     * @param accounts never changes; passing the same object for the next text saves going through the accounts again
     * @return fails with {@link dev.trunkline.database.DatabaseUnavailable} or another failure of the query, with
     *     {@link TextTooCostly}, or with {@link FiltersOverloaded}
     */
    public Uni<Map<Long, byte[]>> matches(Set<Long> accounts, SearchableText text) {
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

    private void scheduleForgetting() {
        if (forgettingScheduled.compareAndSet(false, true)) {
            try {
                thread.execute(() -> {
                    forgettingScheduled.set(false);
                    forgetNow();
                });
            } catch (RejectedExecutionException stopped) {
                // The thread has stopped, and nobody uses the cache any more.
            }
        }
    }

    /** Must run before every access to the cache, so that accounts forgotten earlier are no longer in it. */
    private void forgetNow() {
        for (Iterator<Long> each = forgotten.iterator(); each.hasNext(); ) {
            long account = each.next();
            each.remove();
            cache.remove(account);
            loading.remove(account);
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
            }
        } catch (RuntimeException | StackOverflowError fault) {
            search.fail(fault);
        }
    }

    /** Collects the filters of the accounts and loads those that are neither held nor being loaded. */
    private WantedFilters want(Set<Long> accounts) {
        WantedFilters wanted = new WantedFilters(accounts);
        Load ours = new Load();
        try {
            for (long account : accounts) {
                AccountFilters held = cache.get(account);
                if (held == null) {
                    loadOf(account, ours).await(wanted, account);
                } else {
                    wanted.add(held);
                }
            }
            cache.remember(wanted);
            if (!ours.accounts().isEmpty()) {
                source.load(ours.accounts(), thread)
                        .subscribe()
                        .with(loaded -> arrive(ours, loaded), failure -> fail(ours, failure));
            }
        } catch (RuntimeException | StackOverflowError fault) {
            // Otherwise all later searches would wait for a load that never began.
            fail(ours, fault);
            fail(wanted, fault);
        }
        return wanted;
    }

    /** The load that is under way for an account; if there is none, ours, which then includes the account. */
    private Load loadOf(long account, Load ours) {
        Load underWay = loading.get(account);
        if (underWay == null) {
            ours.accounts().add(account);
            loading.put(account, ours);
            return ours;
        }
        return underWay;
    }

    private void arrive(Load load, Map<Long, AccountFilters> loaded) {
        try {
            forgetNow();
            for (long account : load.accounts()) {
                if (loading.remove(account, load)) {
                    AccountFilters filters = loaded.get(account);
                    cache.put(filters == null ? new AccountFilters(account) : filters);
                }
            }
        } catch (RuntimeException | StackOverflowError fault) {
            fail(load, fault);
            return;
        }
        load.waiting().forEach((wanted, awaited) -> {
            try {
                arrive(wanted, awaited, loaded);
            } catch (RuntimeException | StackOverflowError fault) {
                fail(wanted, fault);
            }
        });
    }

    private void arrive(WantedFilters wanted, List<Long> awaited, Map<Long, AccountFilters> loaded) {
        for (long account : awaited) {
            AccountFilters filters = loaded.get(account);
            if (filters != null) {
                wanted.add(filters);
            }
        }
        wanted.loaded();
        if (wanted.isComplete()) {
            wanted.release().forEach(search -> carryOut(search, wanted));
        }
    }

    private void fail(Load load, Throwable failure) {
        for (long account : load.accounts()) {
            loading.remove(account, load);
        }
        load.waiting().keySet().forEach(wanted -> fail(wanted, failure));
    }

    private void fail(WantedFilters wanted, Throwable failure) {
        cache.drop(wanted);
        wanted.fail(failure);
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

    private Map<Long, byte[]> results(SearchableText text, WantedFilters wanted) {
        Map<Long, byte[]> results = new HashMap<>();
        for (KeywordIndex index : wanted.indexes(cache::indexes)) {
            index.search(text.text(), wanted.filters(), clock.instant(), results);
        }
        return results;
    }
}

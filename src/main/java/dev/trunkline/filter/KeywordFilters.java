package dev.trunkline.filter;

import static java.util.stream.Collectors.partitioningBy;

import dev.trunkline.config.Settings;
import dev.trunkline.database.Database;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
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

/**
 * Which of the viewers' keyword filters a status matches (protocol, section 6, check 4). Filters are loaded when they are
 * first needed and held until they are forgotten; a status costs one pass over its text for all accounts together.
 *
 * <p>One thread of its own has all of the state, so that a long text holds up neither Redis nor the sockets.
 */
@ApplicationScoped
public class KeywordFilters {

    /** Searches that may wait, for the thread or for PostgreSQL; further ones fail. A status holds some kilobytes. */
    private static final int SEARCHES = 50_000;

    /**
     * Up to so many keywords an index of their own is made for one search: a home feed's status has one listening account,
     * and a pass over everybody's keywords would cost more.
     */
    private static final int FEW_KEYWORDS = 50;

    private final FilterSource source;
    private final InstantSource clock;
    private final ThreadPoolExecutor thread;
    private final AtomicInteger searches = new AtomicInteger();

    private final Set<Long> forgotten = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean allForgotten = new AtomicBoolean();
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
        // The queue is bounded by what goes into it: one task for each search and each load, and one to forget.
        this.thread = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
            Thread named = new Thread(task, "keyword-filters");
            named.setDaemon(true);
            return named;
        });
    }

    /**
     * The {@code filtered} arrays, as JSON, of those of the accounts whose filters match the text. Filters that are not
     * held are loaded by one query for all of these accounts, which other searches share. The result may come on any
     * thread; the caller's is not held up.
     *
     * @return fails with {@link dev.trunkline.database.DatabaseUnavailable} or whatever else the query fails with, with
     *     {@link TextTooCostly}, or with {@link FiltersOverloaded}
     */
    public Uni<Map<Long, byte[]>> matches(Collection<Long> accounts, SearchableText text) {
        List<Long> asked = List.copyOf(accounts);
        Uni<Map<Long, byte[]>> matches = Uni.createFrom().emitter(result -> {
            Search search = new Search(text, result);
            try {
                thread.execute(() -> begin(search, asked));
            } catch (RejectedExecutionException stopped) {
                search.fail(stopped);
            }
        });
        return Uni.createFrom().deferred(() -> {
            if (searches.incrementAndGet() > SEARCHES) {
                searches.decrementAndGet();
                return Uni.createFrom().failure(new FiltersOverloaded(SEARCHES));
            }
            return matches.onTermination().invoke(searches::decrementAndGet);
        });
    }

    /**
     * Drops what is held of an account, because its filters have changed or nobody of it listens any more. What is being
     * loaded for it goes to those who wait for it and is not held; whoever asks from now on has it loaded anew.
     */
    public void forget(long account) {
        forgotten.add(account);
        scheduleForgetting();
    }

    /** Drops everything, because Redis was away and changes may have been missed. */
    public void forgetAll() {
        allForgotten.set(true);
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
                // Then nothing is held, either.
            }
        }
    }

    /** Comes before whatever reads the cache or fills it, so that what was forgotten earlier is so by then. */
    private void forgetNow() {
        if (allForgotten.getAndSet(false)) {
            cache.clear();
            loading.clear();
        }
        for (Iterator<Long> each = forgotten.iterator(); each.hasNext(); ) {
            long account = each.next();
            each.remove();
            cache.remove(account);
            loading.remove(account);
        }
    }

    private void begin(Search search, Collection<Long> accounts) {
        forgetNow();
        List<Long> missing = new ArrayList<>();
        Load ours = new Load();
        for (long account : accounts) {
            AccountFilters held = cache.get(account);
            if (held != null) {
                search.add(held);
                continue;
            }
            Load load = loading.get(account);
            if (load == null) {
                load = ours;
                loading.put(account, ours);
                missing.add(account);
            }
            load.await(search, account);
        }
        completeIfLoaded(search);
        if (!missing.isEmpty()) {
            source.load(missing, thread)
                    .subscribe()
                    .with(loaded -> arrive(ours, missing, loaded), failure -> fail(ours, missing, failure));
        }
    }

    private void arrive(Load load, List<Long> accounts, Map<Long, AccountFilters> loaded) {
        forgetNow();
        for (long account : accounts) {
            if (loading.remove(account, load)) {
                AccountFilters filters = loaded.get(account);
                cache.put(filters == null ? new AccountFilters(account) : filters);
            }
        }
        load.waiting().forEach((search, awaited) -> {
            for (long account : awaited) {
                AccountFilters filters = loaded.get(account);
                if (filters != null) {
                    search.add(filters);
                }
            }
            search.loaded();
            completeIfLoaded(search);
        });
    }

    private void fail(Load load, List<Long> accounts, Throwable failure) {
        for (long account : accounts) {
            loading.remove(account, load);
        }
        load.waiting().keySet().forEach(search -> search.fail(failure));
    }

    private void completeIfLoaded(Search search) {
        if (search.isComplete()) {
            Map<Long, byte[]> results;
            try {
                results = results(search);
            } catch (RuntimeException | Error failure) {
                search.fail(failure);
                return;
            }
            search.result().complete(results);
        }
    }

    private Map<Long, byte[]> results(Search search) {
        Map<Long, byte[]> results = new HashMap<>();
        if (search.filters().isEmpty()) {
            return results;
        }
        // Those that are not held any more have been forgotten, or were too many, since this search came by them.
        boolean few = search.keywords() <= FEW_KEYWORDS;
        Map<Boolean, List<AccountFilters>> byIndex =
                search.filters().stream().collect(partitioningBy(account -> !few && cache.holds(account)));
        List<AccountFilters> indexed = byIndex.getOrDefault(true, List.of());
        List<AccountFilters> others = byIndex.getOrDefault(false, List.of());
        String text = search.text().text();
        Instant now = clock.instant();
        if (!indexed.isEmpty()) {
            cache.index().search(text, indexed, now, results);
        }
        if (!others.isEmpty()) {
            KeywordIndex own = new KeywordIndex();
            others.forEach(own::add);
            own.search(text, others, now, results);
        }
        return results;
    }
}

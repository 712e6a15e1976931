package dev.trunkline.filter;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The loading of filters: several accounts in one query, few queries at a time, so that very many accounts at once neither
 * fill the memory nor keep PostgreSQL from anything else. For one thread.
 */
final class FilterLoads {

    private static final int ACCOUNTS_PER_QUERY = 100;
    private static final int QUERIES = 2;

    private final FilterSource source;
    private final Executor thread;
    private final Result result;

    /** The loads whose result will be held; the others have been forgotten meanwhile. */
    private final Map<Long, Load> current = new HashMap<>();

    private final Deque<Load> line = new ArrayDeque<>();
    private int queries;

    /** What comes of a load. */
    interface Result {

        void loaded(Load load, AccountFilters filters);

        /** The account has more filters than are loaded. */
        void beyond(Load load);

        void failed(Load load, Throwable failure);
    }

    FilterLoads(FilterSource source, Executor thread, Result result) {
        this.source = source;
        this.thread = thread;
        this.result = result;
    }

    /** The load of an account that is current; null if there is none. */
    @Nullable
    Load of(long account) {
        return current.get(account);
    }

    /** A new load of an account, which {@link #begin} begins. */
    Load request(long account) {
        Load load = new Load(account);
        current.put(account, load);
        line.add(load);
        return load;
    }

    /** What is being loaded for the account is out of date, and not to be held. */
    void forget(long account) {
        current.remove(account);
    }

    /** Ends a load; false if it has been forgotten. */
    boolean finish(Load load) {
        return current.remove(load.account(), load);
    }

    /** Begins the loads that there is room for. */
    void begin() {
        while (queries < QUERIES && !line.isEmpty()) {
            Map<Long, Load> query = new LinkedHashMap<>();
            for (Iterator<Load> each = line.iterator(); each.hasNext() && query.size() < ACCOUNTS_PER_QUERY; ) {
                Load load = each.next();
                if (query.putIfAbsent(load.account(), load) == null) {
                    each.remove();
                }
            }
            queries++;
            begin(query);
        }
    }

    private void begin(Map<Long, Load> query) {
        try {
            source.load(List.copyOf(query.keySet()), thread)
                    .subscribe()
                    .with(loaded -> arrive(query, loaded), failure -> fail(query, failure));
        } catch (RuntimeException | StackOverflowError fault) {
            // Otherwise all later searches would wait for a load that never began.
            fail(query, fault);
        }
    }

    private void arrive(Map<Long, Load> query, LoadedFilters loaded) {
        queries--;
        Deque<Load> postponed = new ArrayDeque<>();
        for (Load load : query.values()) {
            long account = load.account();
            AccountFilters filters = loaded.filters().get(account);
            try {
                if (loaded.beyond().contains(account)) {
                    result.beyond(load);
                } else if (loaded.postponed().contains(account)) {
                    postponed.push(load);
                } else {
                    result.loaded(load, filters == null ? new AccountFilters(account) : filters);
                }
            } catch (RuntimeException | StackOverflowError fault) {
                result.failed(load, fault);
            }
        }
        if (postponed.size() == query.size()) {
            // It would be asked for again and again.
            IllegalStateException fault = new IllegalStateException("A query for filters brought no account");
            postponed.forEach(load -> result.failed(load, fault));
        } else {
            postponed.forEach(line::addFirst);
        }
        begin();
    }

    private void fail(Map<Long, Load> query, Throwable failure) {
        queries--;
        query.values().forEach(load -> result.failed(load, failure));
        begin();
    }
}

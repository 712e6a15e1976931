package dev.trunkline.filter;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The filters of a set of accounts, and the searches that wait until all of them are loaded. The set is mostly the same
 * from one status to the next, so its filters are collected once for many searches. For one thread.
 */
final class WantedFilters {

    private final Set<Long> accounts;
    private final long collected;
    private final Set<AccountFilters> filters = new HashSet<>();
    private final Map<Long, Throwable> failures = new HashMap<>();
    private final List<Search> waiting = new ArrayList<>();
    private int keywords;
    private int awaitedLoads;
    private @Nullable List<KeywordIndex> indexes;

    /**
     * @param accounts never changes
     * @param collected when it is collected, as {@link System#nanoTime()} counts
     */
    WantedFilters(Set<Long> accounts, long collected) {
        this.accounts = accounts;
        this.collected = collected;
    }

    long collected() {
        return collected;
    }

    Set<Long> accounts() {
        return accounts;
    }

    /** The filters that are loaded so far, without those of accounts that have none. */
    Set<AccountFilters> filters() {
        return filters;
    }

    /** The number of keywords of {@link #filters()}. */
    int keywords() {
        return keywords;
    }

    /** Why the filters of some accounts are missing. */
    Map<Long, Throwable> failures() {
        return failures;
    }

    void add(AccountFilters account) {
        if (!account.filters().isEmpty()) {
            filters.add(account);
            keywords += account.keywords();
        }
    }

    /** The filters of an account cannot be applied. */
    void fail(long account, Throwable cause) {
        failures.put(account, cause);
    }

    /** Filters that were to be applied turn out to be too costly: for the searches to come they are not. */
    void refuse(AccountFilters account, AccountTooCostly refusal) {
        if (filters.remove(account)) {
            keywords -= account.keywords();
        }
        fail(account.account(), refusal);
    }

    void awaitLoad() {
        awaitedLoads++;
    }

    /** A load is done, or not waited for any longer. */
    void loaded() {
        awaitedLoads--;
    }

    boolean isComplete() {
        return awaitedLoads == 0;
    }

    /**
     * Where to search for these filters once they are complete.
     *
     * @param choice is applied at the first call
     */
    List<KeywordIndex> indexes(Function<WantedFilters, List<KeywordIndex>> choice) {
        if (indexes == null) {
            indexes = choice.apply(this);
        }
        return indexes;
    }

    /** Lets a search wait. */
    void await(Search search) {
        waiting.add(search);
    }

    /** The searches that have waited until now. */
    List<Search> release() {
        List<Search> released = List.copyOf(waiting);
        waiting.clear();
        return released;
    }
}

package dev.trunkline.filter;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The filters of a set of accounts, and the searches that wait until all of them are loaded. The set is mostly the same
 * from one status to the next, so its filters are collected once for many searches. For one thread.
 */
final class WantedFilters {

    private final Set<Long> accounts;
    private final Set<AccountFilters> filters = new HashSet<>();
    private final List<Search> waiting = new ArrayList<>();
    private int keywords;
    private int awaitedLoads;
    private @Nullable Throwable failure;
    private @Nullable List<KeywordIndex> indexes;

    /** @param accounts never changes */
    WantedFilters(Set<Long> accounts) {
        this.accounts = accounts;
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

    void add(AccountFilters account) {
        if (!account.filters().isEmpty()) {
            filters.add(account);
            keywords += account.keywords();
        }
    }

    void awaitLoad() {
        awaitedLoads++;
    }

    /** A load is done. */
    void loaded() {
        awaitedLoads--;
    }

    boolean isComplete() {
        return awaitedLoads == 0 && failure == null;
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

    /** Lets a search wait; it fails at once if a load has failed already. */
    void await(Search search) {
        if (failure == null) {
            waiting.add(search);
        } else {
            search.fail(failure);
        }
    }

    /** The searches that have waited until now. */
    List<Search> release() {
        List<Search> released = List.copyOf(waiting);
        waiting.clear();
        return released;
    }

    /** A load has failed: all searches that wait fail with the first such cause. */
    void fail(Throwable cause) {
        if (failure == null) {
            failure = cause;
            release().forEach(search -> search.fail(cause));
        }
    }
}

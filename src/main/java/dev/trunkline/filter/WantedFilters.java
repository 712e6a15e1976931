package dev.trunkline.filter;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The filters of a set of accounts, and the searches that wait until all of them have come. From one status to the next
 * the accounts are mostly the same, so that to go through them once is enough for many searches. For one thread.
 */
final class WantedFilters {

    /**
     * Up to so many keywords get an index of their own: a small hashtag has a handful of listening accounts, and a pass
     * over everybody's keywords would cost more.
     */
    private static final int FEW_KEYWORDS = 50;

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

    /** Those that have come so far, without those of accounts that have none. */
    Set<AccountFilters> filters() {
        return filters;
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

    /** A load has come. */
    void loaded() {
        awaitedLoads--;
    }

    boolean isComplete() {
        return awaitedLoads == 0 && failure == null;
    }

    /** Where to search for them once they are complete; nowhere if there are none. */
    List<KeywordIndex> indexes(FilterCache cache) {
        if (indexes == null) {
            indexes = choose(cache);
        }
        return indexes;
    }

    private List<KeywordIndex> choose(FilterCache cache) {
        // Those that are not held any more have been forgotten, or were too many, since they were asked for.
        List<AccountFilters> others = filters.stream()
                .filter(account -> keywords <= FEW_KEYWORDS || !cache.holds(account))
                .toList();
        List<KeywordIndex> chosen = new ArrayList<>();
        if (others.size() < filters.size()) {
            chosen.add(cache.index());
        }
        if (!others.isEmpty()) {
            KeywordIndex own = new KeywordIndex();
            others.forEach(own::add);
            chosen.add(own);
        }
        return chosen;
    }

    /** Has a search wait; it fails at once if a load has failed already. */
    void await(Search search) {
        if (failure == null) {
            waiting.add(search);
        } else {
            search.fail(failure);
        }
    }

    /** The searches that have waited; they do so no more. */
    List<Search> release() {
        List<Search> released = List.copyOf(waiting);
        waiting.clear();
        return released;
    }

    /** A load has failed: whoever waits for one does, too, once. */
    void fail(Throwable cause) {
        if (failure == null) {
            failure = cause;
            release().forEach(search -> search.fail(cause));
        }
    }
}

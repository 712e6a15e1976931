package dev.trunkline.filter;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The filters of the accounts that were requested last, all of them in one index, and the filters of the sets of accounts
 * that were requested last. For one thread.
 */
final class FilterCache {

    /** The number of sets that are remembered: one for each busy channel is enough. */
    private static final int SETS = 16;

    /**
     * A set with no more keywords than this gets an index of its own: a small hashtag has a handful of accounts, and
     * searching for everybody's keywords would cost more.
     */
    private static final int FEW_KEYWORDS = 50;

    private final Map<Long, AccountFilters> accounts = new LinkedHashMap<>(16, 0.75f, true);
    private final int limit;
    private final KeywordIndex index = new KeywordIndex();

    /** The one that was requested last is at the end. A change of an account drops the sets that contain it. */
    private final List<WantedFilters> wanted = new ArrayList<>();

    /** @param limit the number of accounts; the account whose last request is the oldest goes first */
    FilterCache(int limit) {
        this.limit = limit;
    }

    /** The filters of an account, an empty list if it has none; null if the cache does not hold the account. */
    @Nullable
    AccountFilters get(long account) {
        return accounts.get(account);
    }

    /**
     * What is remembered for this very object, not for an equal set: comparing thousands of accounts is the work that is
     * saved. It does not count as a request for the set's accounts; once one of them is removed, all are requested again.
     */
    @Nullable
    @SuppressWarnings("ReferenceEquality")
    WantedFilters wanted(Set<Long> requested) {
        for (int i = wanted.size() - 1; i >= 0; i--) {
            WantedFilters known = wanted.get(i);
            if (known.accounts() == requested) {
                wanted.remove(i);
                wanted.add(known);
                return known;
            }
        }
        return null;
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

    void put(AccountFilters filters) {
        remove(filters.account());
        index.add(filters);
        accounts.put(filters.account(), filters);
        if (accounts.size() > limit) {
            remove(accounts.keySet().iterator().next());
        }
    }

    void remove(long account) {
        wanted.removeIf(known -> known.accounts().contains(account));
        AccountFilters held = accounts.remove(account);
        if (held != null) {
            index.remove(held);
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
        return accounts.get(filters.account()) == filters;
    }
}

package dev.trunkline.filter;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The filters of the accounts last asked for, each indexed as long as it is held, and what the sets of accounts last asked
 * for come to. For one thread.
 */
final class FilterCache {

    /** Sets that are remembered: one for each busy channel is enough. */
    private static final int SETS = 16;

    private final Map<Long, AccountFilters> accounts = new LinkedHashMap<>(16, 0.75f, true);
    private final int limit;
    private final KeywordIndex index = new KeywordIndex();

    /** The one last asked for at the end. Whatever changes about an account drops those that have it. */
    private final List<WantedFilters> wanted = new ArrayList<>();

    /** @param limit how many accounts are held; those that have not been asked for the longest go first */
    FilterCache(int limit) {
        this.limit = limit;
    }

    /** What is held of an account; one without filters has an empty list. Null: nothing. */
    @Nullable
    AccountFilters get(long account) {
        return accounts.get(account);
    }

    /**
     * What is remembered of this very set, not of an equal one: to compare thousands of accounts is what it saves. Its
     * accounts do not count as asked for anew; when one of them has to go for that, the others will be.
     */
    @Nullable
    @SuppressWarnings("ReferenceEquality")
    WantedFilters wanted(Set<Long> asked) {
        for (int i = wanted.size() - 1; i >= 0; i--) {
            WantedFilters known = wanted.get(i);
            if (known.accounts() == asked) {
                wanted.remove(i);
                wanted.add(known);
                return known;
            }
        }
        return null;
    }

    /** Remembers it until something changes about one of its accounts. */
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

    /** Whether these very filters are held and in the index. */
    boolean holds(AccountFilters filters) {
        return accounts.get(filters.account()) == filters;
    }

    KeywordIndex index() {
        return index;
    }
}

package dev.trunkline.filter;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The filters of the accounts last asked for, each indexed as long as it is held. For one thread. */
final class FilterCache {

    private final Map<Long, AccountFilters> accounts = new LinkedHashMap<>(16, 0.75f, true);
    private final int limit;
    private KeywordIndex index = new KeywordIndex();

    /** @param limit how many accounts are held; those that have not been asked for the longest go first */
    FilterCache(int limit) {
        this.limit = limit;
    }

    /** What is held of an account; one without filters has an empty list. Null: nothing. */
    @Nullable
    AccountFilters get(long account) {
        return accounts.get(account);
    }

    void put(AccountFilters filters) {
        remove(filters.account());
        accounts.put(filters.account(), filters);
        index.add(filters);
        if (accounts.size() > limit) {
            Iterator<AccountFilters> oldest = accounts.values().iterator();
            index.remove(oldest.next());
            oldest.remove();
        }
    }

    void remove(long account) {
        AccountFilters held = accounts.remove(account);
        if (held != null) {
            index.remove(held);
        }
    }

    void clear() {
        accounts.clear();
        index = new KeywordIndex();
    }

    /** Whether these very filters are held and in the index. */
    boolean holds(AccountFilters filters) {
        return accounts.get(filters.account()) == filters;
    }

    KeywordIndex index() {
        return index;
    }
}

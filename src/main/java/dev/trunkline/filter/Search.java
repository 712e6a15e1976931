package dev.trunkline.filter;

import io.smallrye.mutiny.subscription.UniEmitter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One text for some accounts, while the filters of some of them are being loaded. For one thread. */
final class Search {

    private final SearchableText text;
    private final UniEmitter<? super Map<Long, byte[]>> result;
    private final List<AccountFilters> filters = new ArrayList<>();
    private int keywords;
    private int awaitedLoads;
    private boolean failed;

    Search(SearchableText text, UniEmitter<? super Map<Long, byte[]>> result) {
        this.text = text;
        this.result = result;
    }

    SearchableText text() {
        return text;
    }

    UniEmitter<? super Map<Long, byte[]>> result() {
        return result;
    }

    /** Those that have come so far, without those of accounts that have none. */
    List<AccountFilters> filters() {
        return filters;
    }

    void add(AccountFilters account) {
        if (!account.filters().isEmpty()) {
            filters.add(account);
            keywords += account.keywords();
        }
    }

    int keywords() {
        return keywords;
    }

    void awaitLoad() {
        awaitedLoads++;
    }

    /** A load has come. */
    void loaded() {
        awaitedLoads--;
    }

    boolean isComplete() {
        return awaitedLoads == 0 && !failed;
    }

    /** A load has failed: the whole search has, once. */
    void fail(Throwable failure) {
        if (!failed) {
            failed = true;
            result.fail(failure);
        }
    }
}

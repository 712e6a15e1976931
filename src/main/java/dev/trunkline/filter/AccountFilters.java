package dev.trunkline.filter;

import java.util.ArrayList;
import java.util.List;

/** The filters of one account, as they were when they were loaded. After the next load they are another object. */
final class AccountFilters {

    private final long account;
    private final List<CustomFilter> filters = new ArrayList<>();

    AccountFilters(long account) {
        this.account = account;
    }

    long account() {
        return account;
    }

    List<CustomFilter> filters() {
        return filters;
    }

    /** The number of keywords of all filters. */
    int keywords() {
        int keywords = 0;
        for (CustomFilter filter : filters) {
            keywords += filter.keywords().size();
        }
        return keywords;
    }

    /** Approximate bytes that they occupy, with their part of the index. */
    long weight() {
        return filters.stream().mapToLong(CustomFilter::weight).sum();
    }
}

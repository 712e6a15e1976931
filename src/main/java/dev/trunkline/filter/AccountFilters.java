package dev.trunkline.filter;

import java.util.ArrayList;
import java.util.List;

/** The filters of one account, as they were when they were loaded. */
final class AccountFilters {

    private final long account;
    private final List<CustomFilter> filters = new ArrayList<>();
    private long wantedBy;

    AccountFilters(long account) {
        this.account = account;
    }

    long account() {
        return account;
    }

    List<CustomFilter> filters() {
        return filters;
    }

    int keywords() {
        int keywords = 0;
        for (CustomFilter filter : filters) {
            keywords += filter.keywords().size();
        }
        return keywords;
    }

    /** Notes that the search of this number asks for this account: cheaper than a set of thousands for each search. */
    void want(long search) {
        wantedBy = search;
    }

    boolean isWantedBy(long search) {
        return wantedBy == search;
    }
}

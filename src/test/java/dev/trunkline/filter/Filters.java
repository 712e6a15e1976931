package dev.trunkline.filter;

import java.util.List;

/** Makes filters for tests. */
final class Filters {
    private Filters() {}

    /** One account with one filter, whose id is ten times the account's, and keywords with ascending ids. */
    static AccountFilters account(long account, boolean wholeWord, String... keywords) {
        AccountFilters owner = new AccountFilters(account);
        CustomFilter filter = new CustomFilter(owner, account * 10, "title", List.of("home"), null, FilterAction.WARN);
        owner.filters().add(filter);
        for (int i = 0; i < keywords.length; i++) {
            filter.keywords().add(new Keyword(i, filter, Phrase.of(keywords[i], wholeWord)));
        }
        return owner;
    }

    /** The result of a filter that {@link #account} has made. */
    static String result(long account, String match) {
        StringBuilder json = new StringBuilder("[");
        account(account, false).filters().get(0).appendResult(json, match);
        return json.append(']').toString();
    }
}

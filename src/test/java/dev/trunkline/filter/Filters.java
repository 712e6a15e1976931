package dev.trunkline.filter;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.List;

/** Makes filters for tests. */
final class Filters {
    private Filters() {}

    /** One account with one filter, whose id is ten times the account's, and keywords with ascending ids. */
    static AccountFilters account(long account, boolean wholeWord, String... keywords) {
        AccountFilters filters = new AccountFilters(account);
        CustomFilter filter = new CustomFilter(account * 10, "title", List.of("home"), null, FilterAction.WARN);
        filters.filters().add(filter);
        for (int i = 0; i < keywords.length; i++) {
            filter.add(new Keyword(i, Phrase.of(keywords[i], wholeWord)));
        }
        return filters;
    }

    /** The result of a filter of {@link #account}. */
    static String result(long account, String match) {
        ByteArrayOutputStream json = new ByteArrayOutputStream();
        account(account, false).filters().get(0).appendResult(json, match);
        return "[" + json.toString(UTF_8) + "]";
    }
}

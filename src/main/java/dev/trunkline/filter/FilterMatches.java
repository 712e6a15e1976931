package dev.trunkline.filter;

import java.util.Map;

/**
 * What a search of one text has found.
 *
 * @param arrays the {@code filtered} arrays, as JSON, of the accounts whose filters match
 * @param failures why the filters of an account could not be applied: {@link AccountTooCostly}, {@link FiltersLate}, or the
 *     failure of the query that loads them, such as {@link dev.trunkline.database.DatabaseUnavailable}
 */
public record FilterMatches(Map<Long, byte[]> arrays, Map<Long, Throwable> failures) {

    /** Without matches and failures. */
    public static final FilterMatches NONE = new FilterMatches(Map.of(), Map.of());
}

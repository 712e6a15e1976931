package dev.trunkline.filter;

import java.util.Map;
import java.util.Set;

/**
 * What one query for the filters of some accounts has found.
 *
 * @param filters without the accounts that have no filters
 * @param beyond accounts that have more than is loaded for one account
 * @param postponed accounts that the query had no room for; at least one account is not among them
 */
record LoadedFilters(Map<Long, AccountFilters> filters, Set<Long> beyond, Set<Long> postponed) {}

package dev.trunkline.filter;

import io.smallrye.mutiny.Uni;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.Executor;

/** Where filters are loaded from. */
@FunctionalInterface
interface FilterSource {

    /**
     * The filters of those of the accounts that have any.
     *
     * @param executor where result and failure are to arrive
     */
    Uni<Map<Long, AccountFilters>> load(Collection<Long> accounts, Executor executor);
}

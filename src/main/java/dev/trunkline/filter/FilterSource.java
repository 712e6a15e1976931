package dev.trunkline.filter;

import io.smallrye.mutiny.Uni;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.Executor;

/** Where filters are loaded from. */
@FunctionalInterface
interface FilterSource {

    /**
     * The filters of the accounts; accounts without filters are absent from the result.
     *
     * @param executor runs what follows the result or the failure
     */
    Uni<Map<Long, AccountFilters>> load(Collection<Long> accounts, Executor executor);
}

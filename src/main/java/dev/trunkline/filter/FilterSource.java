package dev.trunkline.filter;

import io.smallrye.mutiny.Uni;
import java.util.Collection;
import java.util.concurrent.Executor;

/** Where filters are loaded from. */
@FunctionalInterface
interface FilterSource {

    /**
     * The filters of the accounts, within the bounds for one account and for one query.
     *
     * @param executor runs what follows the result or the failure
     */
    Uni<LoadedFilters> load(Collection<Long> accounts, Executor executor);
}

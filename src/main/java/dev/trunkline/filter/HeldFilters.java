package dev.trunkline.filter;

import org.jspecify.annotations.Nullable;

/** What the cache has of one account: its filters, or why they are not applied. For one thread. */
final class HeldFilters {

    private final @Nullable AccountFilters filters;
    private final @Nullable AccountTooCostly refusal;
    private final long until;
    private final long weight;
    private long requested;

    private HeldFilters(@Nullable AccountFilters filters, @Nullable AccountTooCostly refusal, long until) {
        this.filters = filters;
        this.refusal = refusal;
        this.until = until;
        this.weight = filters == null ? 0 : filters.weight();
    }

    static HeldFilters of(AccountFilters filters) {
        return new HeldFilters(filters, null, 0);
    }

    /** @param until when the refusal ends, as {@link System#nanoTime()} counts; 0 if it lasts until the filters change */
    static HeldFilters refused(AccountTooCostly refusal, long until) {
        return new HeldFilters(null, refusal, until);
    }

    /** Null if they are not applied. */
    @Nullable
    AccountFilters filters() {
        return filters;
    }

    /** Null if the filters are applied. */
    @Nullable
    AccountTooCostly refusal() {
        return refusal;
    }

    /** Whether the refusal has ended. */
    boolean isOver(long now) {
        return until != 0 && now - until >= 0;
    }

    /** Approximate bytes. */
    long weight() {
        return weight;
    }

    /** When it was requested last, as {@link System#nanoTime()} counts. */
    long requested() {
        return requested;
    }

    void requested(long now) {
        requested = now;
    }
}

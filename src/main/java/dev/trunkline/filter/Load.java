package dev.trunkline.filter;

import java.util.ArrayList;
import java.util.List;

/** The loading of one account's filters, and who waits for it. For one thread. */
final class Load {

    private final long account;
    private final List<WantedFilters> waiting = new ArrayList<>(2);
    private boolean overdue;

    Load(long account) {
        this.account = account;
    }

    long account() {
        return account;
    }

    /** Whether it takes so long that nobody waits for it any more; it goes on all the same. */
    boolean isOverdue() {
        return overdue;
    }

    void await(WantedFilters wanted) {
        waiting.add(wanted);
        wanted.awaitLoad();
    }

    /** Those who have waited until now. */
    List<WantedFilters> release() {
        List<WantedFilters> released = List.copyOf(waiting);
        waiting.clear();
        return released;
    }

    /** The same, and from now on nobody waits. */
    List<WantedFilters> releaseOverdue() {
        overdue = true;
        return release();
    }
}

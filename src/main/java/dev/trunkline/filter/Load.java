package dev.trunkline.filter;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A running query for the filters of some accounts, and who waits for which of them. For one thread. */
final class Load {

    private final List<Long> accounts = new ArrayList<>();
    private final Map<WantedFilters, List<Long>> waiting = new LinkedHashMap<>();

    /** The accounts of the query. */
    List<Long> accounts() {
        return accounts;
    }

    /** Lets someone wait for the filters of an account. */
    void await(WantedFilters wanted, long account) {
        waiting.computeIfAbsent(wanted, newcomer -> {
                    newcomer.awaitLoad();
                    return new ArrayList<>();
                })
                .add(account);
    }

    /** Who waits, and for which accounts. */
    Map<WantedFilters, List<Long>> waiting() {
        return waiting;
    }
}

package dev.trunkline.filter;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A query under way for the filters of some accounts, and those who want them. For one thread. */
final class Load {

    private final List<Long> accounts = new ArrayList<>();
    private final Map<WantedFilters, List<Long>> waiting = new LinkedHashMap<>();

    /** The accounts that it asks for. */
    List<Long> accounts() {
        return accounts;
    }

    /** Has somebody wait for the filters of an account. */
    void await(WantedFilters wanted, long account) {
        waiting.computeIfAbsent(wanted, newcomer -> {
                    newcomer.awaitLoad();
                    return new ArrayList<>();
                })
                .add(account);
    }

    /** Those who wait, with the accounts for which they do. */
    Map<WantedFilters, List<Long>> waiting() {
        return waiting;
    }
}

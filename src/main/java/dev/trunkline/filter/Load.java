package dev.trunkline.filter;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A query under way for the filters of some accounts, and the searches that wait for it. For one thread. */
final class Load {

    private final Map<Search, List<Long>> waiting = new LinkedHashMap<>();

    /** Has a search wait for the filters of an account. */
    void await(Search search, long account) {
        waiting.computeIfAbsent(search, newcomer -> {
                    newcomer.awaitLoad();
                    return new ArrayList<>();
                })
                .add(account);
    }

    /** The searches with the accounts for which they wait. */
    Map<Search, List<Long>> waiting() {
        return waiting;
    }
}

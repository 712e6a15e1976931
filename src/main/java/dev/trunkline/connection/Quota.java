package dev.trunkline.connection;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Counts connections by key, up to a limit for each key. Thread-safe. */
final class Quota<K> {

    private final int most;
    private final Map<K, Integer> taken = new ConcurrentHashMap<>();

    /** @param most the limit for one key; if 0, there is no limit and nothing is counted */
    Quota(int most) {
        this.most = most;
    }

    /** Counts one more, unless the limit is reached; whether it was counted. */
    boolean take(K key) {
        if (most == 0) {
            return true;
        }
        if (taken.merge(key, 1, Integer::sum) <= most) {
            return true;
        }
        giveBack(key);
        return false;
    }

    /** Counts one less. */
    void giveBack(K key) {
        taken.computeIfPresent(key, (same, number) -> number == 1 ? null : number - 1);
    }
}

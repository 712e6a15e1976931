package dev.trunkline.connection;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** How many connections each key has and may have. From any thread. */
final class Quota<K> {

    private final int most;
    private final Map<K, Integer> taken = new ConcurrentHashMap<>();

    /** @param most for one key; without it nothing is counted */
    Quota(Optional<Integer> most) {
        this.most = most.orElse(0);
    }

    boolean isFull(K key) {
        return most > 0 && taken.getOrDefault(key, 0) >= most;
    }

    /** Takes a place, if there is one. */
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

    /** Gives back what was taken. */
    void giveBack(K key) {
        taken.computeIfPresent(key, (same, number) -> number == 1 ? null : number - 1);
    }
}

package dev.trunkline.database;

import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Look-ups of one kind, put together: few queries are under way, and what is asked meanwhile goes into the next one, equal keys
 * once. A look-up is answered by a query that began after it, never by an older one, and is not made once nobody waits for it.
 * Thread-safe.
 */
public final class BatchedLookUp<K, V> {

    /** The second query is on its way while the first is answered. */
    private static final int UNDER_WAY = 2;

    private final int keys;
    private final int maxWaiting;
    private final Duration limit;
    private final Function<List<K>, Uni<Map<K, V>>> query;

    private final Map<K, Set<UniEmitter<? super Optional<V>>>> waiting = new LinkedHashMap<>();
    private int waitingNumber;
    private int underWay;

    /**
     * @param keys the most keys of one query
     * @param maxWaiting how many may wait for a query
     * @param limit time that a look-up may take, waiting included
     * @param query finds the values; keys without one may be missing
     */
    BatchedLookUp(int keys, int maxWaiting, Duration limit, Function<List<K>, Uni<Map<K, V>>> query) {
        this.keys = keys;
        this.maxWaiting = maxWaiting;
        this.limit = limit;
        this.query = query;
    }

    /**
     * The value of a key; empty if it has none. It may come on any thread. Fails with {@link DatabaseUnavailable}, or as the
     * query does.
     */
    public Uni<Optional<V>> of(K key) {
        return Uni.createFrom()
                .<Optional<V>>emitter(asker -> {
                    enter(key, asker);
                    asker.onTermination(() -> leave(key, asker));
                    begin();
                })
                .ifNoItem()
                .after(limit)
                .failWith(() -> new DatabaseUnavailable(new TimeoutException()));
    }

    /** The number of look-ups that wait for a query. */
    synchronized int waiting() {
        return waitingNumber;
    }

    private synchronized void enter(K key, UniEmitter<? super Optional<V>> asker) {
        if (waitingNumber >= maxWaiting) {
            throw new DatabaseOverloaded(maxWaiting);
        }
        waiting.computeIfAbsent(key, missing -> new LinkedHashSet<>(2)).add(asker);
        waitingNumber++;
    }

    private synchronized void leave(K key, UniEmitter<? super Optional<V>> asker) {
        Set<UniEmitter<? super Optional<V>>> askers = waiting.get(key);
        if (askers != null && askers.remove(asker)) {
            waitingNumber--;
            if (askers.isEmpty()) {
                waiting.remove(key);
            }
        }
    }

    /** Begins a query for those that wait, if there may be one more. */
    private void begin() {
        Map<K, Set<UniEmitter<? super Optional<V>>>> batch = take();
        if (!batch.isEmpty()) {
            Uni.createFrom()
                    .deferred(() -> query.apply(new ArrayList<>(batch.keySet())))
                    .onTermination()
                    .invoke(this::over)
                    .subscribe()
                    .with(
                            values -> batch.forEach((key, askers) -> {
                                Optional<V> value = Optional.ofNullable(values.get(key));
                                askers.forEach(asker -> asker.complete(value));
                            }),
                            failure -> batch.values().forEach(askers -> askers.forEach(asker -> asker.fail(failure))));
        }
    }

    private synchronized Map<K, Set<UniEmitter<? super Optional<V>>>> take() {
        Map<K, Set<UniEmitter<? super Optional<V>>>> batch = new HashMap<>();
        if (underWay < UNDER_WAY) {
            var first = waiting.entrySet().iterator();
            while (first.hasNext() && batch.size() < keys) {
                var entry = first.next();
                batch.put(entry.getKey(), entry.getValue());
                waitingNumber -= entry.getValue().size();
                first.remove();
            }
            underWay += batch.isEmpty() ? 0 : 1;
        }
        return batch;
    }

    private void over() {
        synchronized (this) {
            underWay--;
        }
        begin();
    }
}

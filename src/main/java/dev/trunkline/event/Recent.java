package dev.trunkline.event;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What came last. The oldest goes when all together would be too large, and with whatever comes next when it is too old. Not
 * thread-safe.
 */
final class Recent<K, V> {

    /** Mastodon's workers need less to bring a status to all home timelines, but for those with very many followers. */
    private static final long AGE = Duration.ofSeconds(10).toNanos();

    private final long mostBytes;
    private final LongSupplier nanoTime;
    private final Map<K, Entry<V>> entries = new LinkedHashMap<>();
    private long bytes;

    private record Entry<V>(V value, int size, long nanos) {}

    /** @param mostBytes of all that is remembered */
    Recent(long mostBytes) {
        this(mostBytes, System::nanoTime);
    }

    /** @param nanoTime a clock like {@link System#nanoTime()} */
    Recent(long mostBytes, LongSupplier nanoTime) {
        this.mostBytes = mostBytes;
        this.nanoTime = nanoTime;
    }

    @Nullable
    V find(K key) {
        Entry<V> entry = entries.get(key);
        return entry == null ? null : entry.value;
    }

    /** @param size in bytes; what is larger than all that is remembered is not */
    void add(K key, V value, int size) {
        if (size > mostBytes) {
            return;
        }
        Entry<V> former = entries.remove(key);
        bytes += size - (former == null ? 0 : former.size);
        long now = nanoTime.getAsLong();
        Iterator<Entry<V>> oldest = entries.values().iterator();
        while (oldest.hasNext()) {
            Entry<V> entry = oldest.next();
            if (bytes <= mostBytes && now - entry.nanos <= AGE) {
                break;
            }
            oldest.remove();
            bytes -= entry.size;
        }
        entries.put(key, new Entry<>(value, size, now));
    }
}

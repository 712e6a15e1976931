package dev.trunkline.audience;

import dev.trunkline.event.Event;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the statuses of the last half second, so that a status that is published on several channels is read and checked
 * once. Two events are the same status if their names and payloads are equal, byte for byte. Used on the broadcaster's thread
 * only.
 */
final class RecentStatuses {

    /**
     * How long a publisher may take to publish a status on all of its channels. A check is not used for longer, because
     * relationships may not be cached from one status to the next.
     */
    private static final long WINDOW_NANOS = Duration.ofMillis(500).toNanos();

    /** Bytes of payloads that may be kept. */
    private static final long MAX_BYTES = 4 << 20;

    private final Checks checks;
    private final LongSupplier nanoTime;

    /** In the order of arrival, the oldest first. */
    private final Map<Key, Recent> statuses = new LinkedHashMap<>();

    private long bytes;

    private static final class Key {

        private final Event event;
        private final int hash;

        Key(Event event) {
            this.event = event;
            this.hash = Arrays.hashCode(event.payload());
        }

        int size() {
            return event.payload().length;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key key
                    && hash == key.hash
                    && event.name().equals(key.event.name())
                    && event.kind() == key.event.kind()
                    && Arrays.equals(event.payload(), key.event.payload());
        }

        @Override
        public int hashCode() {
            return hash;
        }
    }

    private record Recent(StatusCheck check, long since, Set<Object> channels) {}

    RecentStatuses(Checks checks, LongSupplier nanoTime) {
        this.checks = checks;
        this.nanoTime = nanoTime;
    }

    /** The time in nanoseconds, as {@link #check} takes it. */
    long now() {
        return nanoTime.getAsLong();
    }

    /**
     * The check of a status, which may be shared with other channels.
     *
     * @param channel the channel of the event: a status that comes twice on one channel was published twice, and is checked
     *     again
     * @param opened when the channel was opened: what was published on it before then is unknown, so that an older check is
     *     not shared
     * @throws MalformedStatus if the payload is not a status that can be checked
     */
    StatusCheck check(Object channel, long opened, Event event) throws MalformedStatus {
        long now = now();
        forgetBefore(now - WINDOW_NANOS);
        Key key = new Key(event);
        Recent recent = statuses.get(key);
        if (recent != null && recent.since - opened >= 0 && recent.channels.add(channel)) {
            return recent.check;
        }
        StatusCheck check = new StatusCheck(StatusReader.read(event), checks);
        forget(key);
        statuses.put(key, new Recent(check, now, new HashSet<>(Set.of(channel))));
        bytes += key.size();
        while (bytes > MAX_BYTES) {
            forget(statuses.keySet().iterator().next());
        }
        return check;
    }

    private void forgetBefore(long time) {
        Iterator<Map.Entry<Key, Recent>> oldest = statuses.entrySet().iterator();
        while (oldest.hasNext()) {
            Map.Entry<Key, Recent> entry = oldest.next();
            if (entry.getValue().since - time > 0) {
                return;
            }
            oldest.remove();
            bytes -= entry.getKey().size();
        }
    }

    private void forget(Key key) {
        if (statuses.remove(key) != null) {
            bytes -= key.size();
        }
    }
}

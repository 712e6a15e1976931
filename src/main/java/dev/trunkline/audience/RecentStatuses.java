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
 * The statuses of the last moment, so that one that is published on several channels is read and asked about once. It is the
 * same status if event name and payload are the same, byte for byte. Used on the broadcaster's thread only.
 */
final class RecentStatuses {

    /**
     * How long a publisher may take to go through a status's channels. What was found out counts no longer than that:
     * relationships are not cached from one status to the next.
     */
    private static final long WINDOW_NANOS = Duration.ofMillis(500).toNanos();

    /** Bytes of payloads that are kept. */
    private static final long MOST_BYTES = 4 << 20;

    private final Checks checks;
    private final LongSupplier nanoTime;

    /** The oldest first. */
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

    /** The time, for {@link #check}. */
    long now() {
        return nanoTime.getAsLong();
    }

    /**
     * The check of a status.
     *
     * @param channel on which it came: what comes twice on one channel was published twice, and is asked about anew
     * @param opened since when that channel has been listened to: what came on it before is not known
     * @throws Misfit if it is no status that could be checked
     */
    StatusCheck check(Object channel, long opened, Event event) throws Misfit {
        // A text may look like a status. It is none, and has no end at which a member could be added.
        if (event.kind() != Event.Payload.JSON) {
            throw new Misfit("the payload is no object");
        }
        long now = now();
        forgetBefore(now - WINDOW_NANOS);
        Key key = new Key(event);
        Recent recent = statuses.get(key);
        if (recent != null && recent.since - opened >= 0 && recent.channels.add(channel)) {
            return recent.check;
        }
        StatusCheck check = newCheck(StatusReader.read(event.payload()));
        forget(key);
        statuses.put(key, new Recent(check, now, new HashSet<>(Set.of(channel))));
        bytes += key.size();
        while (bytes > MOST_BYTES) {
            forget(statuses.keySet().iterator().next());
        }
        return check;
    }

    private StatusCheck newCheck(Status status) {
        return new StatusCheck(status, accounts -> checks.of(status, accounts));
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

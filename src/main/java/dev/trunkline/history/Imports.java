package dev.trunkline.history;

import dev.trunkline.event.Event;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What other processes have answered lately, for clients that come back a moment later and have missed a part of the same. Bounded
 * by age and size. Guarded by {@link History}.
 */
final class Imports {

    /**
     * Another process's events.
     *
     * @param channels of the stream
     * @param after the event behind which they came
     * @param end this process's number at the moment up to which they go: what comes behind them is in this process's rings
     * @param nanos when they came
     */
    record Import(List<String> channels, EventId after, List<Kept> events, long end, long nanos) {

        /** The events behind that of the id; null if it is none of these. */
        @Nullable
        List<Kept> behind(EventId id, boolean certainly) {
            if (id.equals(after)) {
                return events;
            }
            Kept event = Ring.find(id, events, certainly);
            return event == null ? null : events.subList(events.indexOf(event) + 1, events.size());
        }
    }

    private final long limit;
    private final long age;

    /** The newest for the channels of a stream. */
    private final Map<List<String>, Import> newest = new HashMap<>();

    /** All, the oldest first: those too that are no longer found, and are still being written to clients. */
    private final Deque<Import> all = new ArrayDeque<>();

    /** Their events: equal questions have one answer, and what is shared counts once. */
    private final Set<List<Kept>> counted = Collections.newSetFromMap(new IdentityHashMap<>());

    private final ImportedMessages messages = new ImportedMessages();
    private long bytes;
    private int count;

    /**
     * @param limit bytes
     * @param age nanoseconds
     */
    Imports(long limit, long age) {
        this.limit = limit;
        this.age = age;
    }

    long bytes() {
        return bytes;
    }

    int count() {
        return count;
    }

    @Nullable
    Import find(List<String> channels) {
        return newest.get(channels);
    }

    void add(Import added) {
        if (!added.events().isEmpty() && !counted.add(added.events())) {
            return;
        }
        newest.put(added.channels(), added);
        all.addLast(added);
        for (Kept kept : added.events()) {
            Event event = kept.event();
            bytes += ImportedEvent.OVERHEAD + (event == null ? 0 : messages.add(event));
        }
        count += added.events().size();
        relieve(added.nanos());
    }

    /** Drops the oldest that are too old or too many; the newest stays for those who follow, since an answer has a bound itself. */
    void relieve(long now) {
        for (Import oldest = all.peek(); oldest != null; oldest = all.peek()) {
            if (now - oldest.nanos() <= age && (bytes <= limit || all.size() == 1)) {
                return;
            }
            all.remove();
            newest.remove(oldest.channels(), oldest);
            forget(oldest);
        }
    }

    /** None is found any more: this process has missed events since. */
    void clear() {
        newest.clear();
    }

    private void forget(Import former) {
        counted.remove(former.events());
        count -= former.events().size();
        for (Kept kept : former.events()) {
            // A client that has not taken it by now is told so. Otherwise, those who do not read would keep any number.
            Event event = ((ImportedEvent) kept).drop();
            bytes -= ImportedEvent.OVERHEAD + (event == null ? 0 : messages.remove(event));
        }
    }
}

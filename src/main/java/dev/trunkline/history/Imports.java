package dev.trunkline.history;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What other processes have answered lately, for clients that come back a moment later and have missed a part of the same. Bounded
 * by age and size. Guarded by {@link History}.
 */
final class Imports {

    /**
     * Another process's events.
     *
     * @param after the event behind which they came
     * @param end this process's number at the moment up to which they go: what comes behind them is in this process's rings
     * @param nanos when they came
     */
    record Import(EventId after, List<Kept> events, long end, long nanos) {

        /** The events behind that of the id; null if it is none of these. */
        @Nullable
        List<Kept> behind(EventId id, boolean certainly) {
            if (id.equals(after)) {
                return events;
            }
            Kept event = Ring.find(id, events, certainly);
            return event == null ? null : events.subList(events.indexOf(event) + 1, events.size());
        }

        long bytes() {
            return events.stream().mapToLong(event -> event.weight).sum();
        }
    }

    private final long limit;
    private final long age;

    /** By the channels of a stream; the oldest first. */
    private final Map<List<String>, Import> imports = new LinkedHashMap<>();

    private long bytes;

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
        return imports.values().stream().mapToInt(each -> each.events().size()).sum();
    }

    @Nullable
    Import find(List<String> channels) {
        return imports.get(channels);
    }

    void add(List<String> channels, Import added) {
        remove(imports.remove(channels));
        imports.put(channels, added);
        bytes += added.bytes();
        relieve(added.nanos());
    }

    /** Drops the oldest that are too old or too many; the newest stays for those who follow, since an answer has a bound itself. */
    void relieve(long now) {
        for (Iterator<Import> each = imports.values().iterator(); each.hasNext(); ) {
            Import oldest = each.next();
            if (now - oldest.nanos() <= age && (bytes <= limit || imports.size() == 1)) {
                return;
            }
            each.remove();
            remove(oldest);
        }
    }

    /** Drops all: this process has missed events since. */
    void clear() {
        imports.values().forEach(this::remove);
        imports.clear();
    }

    private void remove(@Nullable Import former) {
        if (former != null) {
            // Those who read it at this moment have it still.
            bytes -= former.bytes();
        }
    }
}

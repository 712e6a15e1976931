package dev.trunkline.fanout;

import dev.trunkline.broadcast.SystemChannel;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * The latest {@code kill}s, those for tokens and accounts without a connection, too: a token that is killed while it is looked up
 * is not let in. Bounded; what it cannot tell counts as unknown. Thread-safe.
 */
final class RecentKills {

    /** What has become of a token. */
    enum Fate {
        /** No {@code kill} has come. */
        SPARED,
        KILLED,
        /** A {@code kill} may have come, or one came just before: what is published is not always committed yet. */
        UNKNOWN
    }

    /** The most kills that are remembered: some hundred bytes each. */
    static final int MOST = 10_000;

    private static final long NANOS = Duration.ofMinutes(1).toNanos();

    private record Kill(long number, long nanos) {}

    private final LongSupplier nanoTime;

    /** The last kill of each channel; the latest are at the end. */
    private final Map<SystemChannel, Kill> kills = new LinkedHashMap<>();

    /** Of the last kill, or of the last time that the kills of all channels began to arrive. */
    private long number;

    /** The moments before this number are unknown. */
    private long knownFrom;

    private boolean complete;

    /** @param nanoTime a clock like {@link System#nanoTime()} */
    RecentKills(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** The kills of all channels arrive from here on. */
    synchronized void begin() {
        number++;
        knownFrom = number;
        complete = true;
    }

    /** Kills may be missed from here on. */
    synchronized void end() {
        complete = false;
    }

    /** Whether the kills of all channels arrive. */
    synchronized boolean complete() {
        return complete;
    }

    synchronized void add(SystemChannel channel) {
        long now = nanoTime.getAsLong();
        number++;
        kills.remove(channel);
        kills.put(channel, new Kill(number, now));
        Iterator<Kill> oldest = kills.values().iterator();
        // Ends at the latest with the one just added, which is the last.
        for (Kill kill = oldest.next(); now - kill.nanos > NANOS || kills.size() > MOST; kill = oldest.next()) {
            oldest.remove();
            knownFrom = Math.max(knownFrom, kill.number);
        }
    }

    /** This moment, for {@link #since}. */
    synchronized long now() {
        return number;
    }

    /** What has become of the viewer of these channels, who was looked up after that moment. */
    synchronized Fate since(long moment, List<SystemChannel> channels) {
        long now = nanoTime.getAsLong();
        boolean lately = false;
        for (SystemChannel channel : channels) {
            Kill kill = kills.get(channel);
            if (kill != null && kill.number > moment) {
                return Fate.KILLED;
            }
            lately |= kill != null && now - kill.nanos <= NANOS;
        }
        return lately || !complete || moment < knownFrom ? Fate.UNKNOWN : Fate.SPARED;
    }
}

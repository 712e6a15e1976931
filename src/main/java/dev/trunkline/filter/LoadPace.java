package dev.trunkline.filter;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * How many keywords are loaded for one account in a minute: an owner of very many who reconnects or edits again and again
 * costs no more than that. For one thread.
 */
final class LoadPace {

    /** Accounts with fewer keywords may load them as often as they like. */
    private static final int ORDINARY = 500;

    private static final long MINUTE = Duration.ofMinutes(1).toNanos();

    private final long perMinute;
    private final LongSupplier nanoTime;
    private final Map<Long, Spent> spent = new HashMap<>();

    private record Spent(double keywords, long at) {}

    /**
     * @param perMinute keywords
     * @param nanoTime a clock like {@link System#nanoTime()}
     */
    LoadPace(long perMinute, LongSupplier nanoTime) {
        this.perMinute = perMinute;
        this.nanoTime = nanoTime;
    }

    /** Whether the account's filters may be loaded now. */
    boolean allows(long account) {
        return spent.isEmpty() || left(account) < perMinute;
    }

    /** So many keywords have been loaded for the account. */
    void loaded(long account, int keywords) {
        if (keywords > ORDINARY) {
            long now = nanoTime.getAsLong();
            spent.values().removeIf(old -> left(old, now) == 0);
            spent.put(account, new Spent(left(account) + keywords, now));
        }
    }

    private double left(long account) {
        Spent known = spent.get(account);
        return known == null ? 0 : left(known, nanoTime.getAsLong());
    }

    private double left(Spent known, long now) {
        return Math.max(0, known.keywords() - (double) (now - known.at()) / MINUTE * perMinute);
    }
}

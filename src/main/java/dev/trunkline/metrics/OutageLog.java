package dev.trunkline.metrics;

import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The log lines about a server that is away, perhaps for hours, or that comes and goes: each new reason, but none twice within
 * a minute, and the return of a server whose absence was logged. May be called from any thread.
 */
public final class OutageLog {

    private final Consumer<String> log;
    private final LogLimit limit;
    private @Nullable String logged;

    /** @param log takes the reason why the server is away */
    public OutageLog(Consumer<String> log) {
        this(log, System::nanoTime);
    }

    /** @param nanoTime a clock like {@link System#nanoTime()} */
    OutageLog(Consumer<String> log, LongSupplier nanoTime) {
        this.log = log;
        this.limit = new LogLimit(nanoTime);
    }

    /** The server is away, or still away. */
    public synchronized void away(String reason) {
        if (!reason.equals(logged) && limit.allows(reason)) {
            logged = reason;
            log.accept(reason);
        }
    }

    /** The server is back. Returns whether its absence was logged, so that its return is worth a line. */
    public synchronized boolean over() {
        boolean said = logged != null;
        logged = null;
        return said;
    }
}

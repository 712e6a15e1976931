package dev.trunkline.connection;

import dev.trunkline.internals.Signals;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import org.jboss.logging.Logger;

/**
 * The signals that end the process: the first one in order, any later one at once. The JVM ignores signals while it shuts
 * down, and does not tell the shutdown which signal has begun it.
 */
final class EndSignals {

    private static final Logger LOG = Logger.getLogger(EndSignals.class);

    /** The exit statuses after these signals. */
    static final int SIGINT_STATUS = 130;

    static final int SIGTERM_STATUS = 143;

    private final IntConsumer exit;
    private final IntConsumer halt;

    /** The status of the first signal, 0 before it. */
    private final AtomicInteger first = new AtomicInteger();

    EndSignals() {
        this(Runtime.getRuntime()::exit, Runtime.getRuntime()::halt);
    }

    /**
     * @param exit ends the process in order with this status
     * @param halt ends the process at once with this status
     */
    EndSignals(IntConsumer exit, IntConsumer halt) {
        this.exit = exit;
        this.halt = halt;
    }

    void install() {
        try {
            Signals.on("TERM", () -> arrived(SIGTERM_STATUS));
            Signals.on("INT", () -> arrived(SIGINT_STATUS));
        } catch (UnsupportedOperationException missing) {
            LOG.warnf("A second signal will not end the process at once: %s", missing.getMessage());
        }
    }

    /** The first signal does what it does without this handler: its thread waits until the process is gone. */
    void arrived(int status) {
        if (first.compareAndSet(0, status)) {
            exit.accept(status);
        } else {
            halt.accept(status);
        }
    }

    /** Ends the process at once with the status of the signal that has asked for it; does nothing if none has. */
    void haltIfAsked() {
        int status = first.get();
        if (status != 0) {
            LOG.warn("Not everything has stopped in time");
            halt.accept(status);
        }
    }
}

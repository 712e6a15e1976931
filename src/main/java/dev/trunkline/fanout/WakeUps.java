package dev.trunkline.fanout;

import io.netty.util.concurrent.FastThreadLocal;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * What a publisher on an event loop puts off until it has handed on all that it has read from Redis at once: to wake the lanes.
 * Waking a loop that sleeps costs as much as writing an event, and the next message is often for the same lane.
 */
final class WakeUps {

    private static final FastThreadLocal<WakeUps> OF_THREAD = new FastThreadLocal<>() {
        @Override
        protected WakeUps initialValue() {
            return new WakeUps();
        }
    };

    private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();

    private WakeUps() {}

    /** What this thread has put off. */
    static WakeUps ofThread() {
        return OF_THREAD.get();
    }

    /** The same; null where a publisher cannot put off anything, as it is not on an event loop. */
    static @Nullable WakeUps ofPublisher() {
        Context publisher = Vertx.currentContext();
        boolean reads = publisher != null && publisher.isEventLoopContext() && Context.isOnEventLoopThread();
        return reads ? ofThread() : null;
    }

    /** Puts it off until the publisher has read everything, or until {@link #wakeAll}. */
    void add(Runnable wake) {
        waiting.add(wake);
        Context publisher = Vertx.currentContext();
        if (publisher == null) {
            wakeAll();
        } else {
            publisher.runOnContext(afterReading -> wakeAll());
        }
    }

    void wakeAll() {
        for (Runnable wake = waiting.poll(); wake != null; wake = waiting.poll()) {
            wake.run();
        }
    }
}

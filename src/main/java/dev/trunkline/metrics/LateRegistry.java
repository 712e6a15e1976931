package dev.trunkline.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/**
 * The registry of meters, which gets them when somebody asks for them first: each takes time, and a start has none to spare. What
 * they count is counted from the beginning, by those who count.
 */
@ApplicationScoped
class LateRegistry {

    private final MeterRegistry registry;
    private final Queue<Consumer<MeterRegistry>> waiting = new ConcurrentLinkedQueue<>();
    private volatile boolean asked;
    private volatile boolean open;

    LateRegistry(MeterRegistry registry) {
        this.registry = registry;
    }

    /** Registers a meter, at once or when somebody asks. Waits for nobody. */
    void add(Consumer<MeterRegistry> meter) {
        waiting.add(meter);
        // Otherwise whoever registers all has it, or will.
        if (asked && waiting.remove(meter)) {
            meter.accept(registry);
        }
    }

    /** Whether {@link #open} is done. */
    boolean isOpen() {
        return open;
    }

    /** Registers all that waits; takes a moment. */
    synchronized void open() {
        asked = true;
        for (Consumer<MeterRegistry> meter = waiting.poll(); meter != null; meter = waiting.poll()) {
            meter.accept(registry);
        }
        open = true;
    }

    /** For a meter that cannot wait. */
    MeterRegistry now() {
        return registry;
    }

    /**
     * The registry is the process's: in a live reload, and between two tests, it would keep the meters of the application that has ended,
     * and ignore those of the next.
     */
    @PreDestroy
    void forget() {
        registry.clear();
    }
}

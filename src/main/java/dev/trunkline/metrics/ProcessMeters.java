package dev.trunkline.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import jakarta.enterprise.context.ApplicationScoped;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The process itself: its build, start, processor time and memory, with the names that Prometheus's own libraries give them. They
 * are registered at the first scrape, since the classes behind them would make every start slower.
 */
@ApplicationScoped
class ProcessMeters {

    private final MeterRegistry registry;
    private final String version;
    private final List<DoubleSupplier> counts = new ArrayList<>();
    private volatile boolean registered;

    ProcessMeters(MeterRegistry registry, @ConfigProperty(name = "quarkus.application.version") String version) {
        this.registry = registry;
        this.version = version;
    }

    /** Whether {@link #register} is done. Does not wait for it. */
    boolean registered() {
        return registered;
    }

    /** Registers them, once; takes a moment, in which the classes are loaded. */
    synchronized void register() {
        if (registered) {
            return;
        }
        Gauge.builder("trunkline_build_info", () -> 1)
                .description("1, with the build and what runs it")
                .tag("version", version)
                .tag("java", System.getProperty("java.version", ""))
                .tag("vm", System.getProperty("java.vm.name", ""))
                .register(registry);
        gauge(
                "process_start_time_seconds",
                "Start of the process, in seconds since 1970",
                ManagementFactory.getRuntimeMXBean().getStartTime() / 1_000.0);
        if (ProcessFiles.exist()) {
            Gauge.builder("process_resident_memory_bytes", ProcessFiles::residentBytes)
                    .description("Memory of the process that is in RAM: the heap, what is outside it, code")
                    .register(registry);
            counter(
                    "process.cpu.seconds",
                    "Processor time, of all processors together",
                    Tags.empty(),
                    ProcessFiles::cpuSeconds);
        }
        Runtime runtime = Runtime.getRuntime();
        Gauge.builder("jvm_memory_used_bytes", () -> runtime.totalMemory() - runtime.freeMemory())
                .description("Heap in use, with what the next collection frees")
                .tag("area", "heap")
                .register(registry);
        Gauge.builder("jvm_memory_max_bytes", runtime::maxMemory)
                .description("The most that the heap may take")
                .tag("area", "heap")
                .register(registry);
        ManagementFactory.getGarbageCollectorMXBeans().forEach(this::register);
        registered = true;
    }

    private void gauge(String name, String description, double value) {
        Gauge.builder(name, () -> value).description(description).register(registry);
    }

    private void register(GarbageCollectorMXBean collector) {
        Tags name = Tags.of("gc", collector.getName());
        counter("jvm.gc.collections", "Collections of garbage", name, collector::getCollectionCount);
        counter(
                "jvm.gc.collection.seconds",
                "Time that collections of garbage took",
                name,
                () -> (double) collector.getCollectionTime() / TimeUnit.SECONDS.toMillis(1));
    }

    private void counter(String name, String description, Tags tags, DoubleSupplier count) {
        // The registry itself holds it weakly.
        counts.add(count);
        FunctionCounter.builder(name, count, DoubleSupplier::getAsDouble)
                .description(description)
                .tags(tags)
                .register(registry);
    }
}

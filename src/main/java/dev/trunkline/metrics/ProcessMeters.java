package dev.trunkline.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
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

    private final LateRegistry registry;
    private final String version;
    private final List<DoubleSupplier> counts = new ArrayList<>();

    ProcessMeters(LateRegistry registry, @ConfigProperty(name = "quarkus.application.version") String version) {
        this.registry = registry;
        this.version = version;
    }

    void start(@Observes StartupEvent event) {
        registry.add(this::register);
    }

    private void register(MeterRegistry meters) {
        Gauge.builder("trunkline_build_info", () -> 1)
                .description("1, with the build and what runs it")
                .tag("version", version)
                .tag("java", System.getProperty("java.version", ""))
                .tag("vm", System.getProperty("java.vm.name", ""))
                .register(meters);
        gauge(
                "process_start_time_seconds",
                "Start of the process, in seconds since 1970",
                ManagementFactory.getRuntimeMXBean().getStartTime() / 1_000.0,
                meters);
        if (ProcessFiles.exist()) {
            Gauge.builder("process_resident_memory_bytes", ProcessFiles::residentBytes)
                    .description("Memory of the process that is in RAM: the heap, what is outside it, code")
                    .register(meters);
            counter(
                    "process.cpu.seconds",
                    "Processor time, of all processors together",
                    Tags.empty(),
                    ProcessFiles::cpuSeconds,
                    meters);
        }
        Runtime runtime = Runtime.getRuntime();
        Gauge.builder("jvm_memory_used_bytes", () -> runtime.totalMemory() - runtime.freeMemory())
                .description("Heap in use, with what the next collection frees")
                .tag("area", "heap")
                .register(meters);
        Gauge.builder("jvm_memory_max_bytes", runtime::maxMemory)
                .description("The most that the heap may take")
                .tag("area", "heap")
                .register(meters);
        ManagementFactory.getGarbageCollectorMXBeans().forEach(collector -> register(collector, meters));
    }

    private static void gauge(String name, String description, double value, MeterRegistry meters) {
        Gauge.builder(name, () -> value).description(description).register(meters);
    }

    private void register(GarbageCollectorMXBean collector, MeterRegistry meters) {
        Tags name = Tags.of("gc", collector.getName());
        counter("jvm.gc.collections", "Collections of garbage", name, collector::getCollectionCount, meters);
        counter(
                "jvm.gc.collection.seconds",
                "Time that collections of garbage took",
                name,
                () -> (double) collector.getCollectionTime() / TimeUnit.SECONDS.toMillis(1),
                meters);
    }

    private void counter(String name, String description, Tags tags, DoubleSupplier count, MeterRegistry meters) {
        // The registry itself holds it weakly.
        counts.add(count);
        FunctionCounter.builder(name, count, DoubleSupplier::getAsDouble)
                .description(description)
                .tags(tags)
                .register(meters);
    }
}

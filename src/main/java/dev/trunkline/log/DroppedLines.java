package dev.trunkline.log;

import dev.trunkline.metrics.Meters;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Counts the lines of the log that were dropped, and lets the last ones leave before the process ends. */
@ApplicationScoped
class DroppedLines {

    private final Meters meters;

    DroppedLines(Meters meters) {
        this.meters = meters;
    }

    void start(@Observes StartupEvent event) {
        meters.counter(
                "log.lines.dropped", "Lines of the log dropped because nobody had read it", StandardOutput::dropped);
    }

    /** No stream is open any more that would have to wait. */
    void stopping(@Observes ShutdownEvent event) {
        StandardOutput.waitForEachLine();
    }
}

package dev.trunkline.log;

import dev.trunkline.metrics.Meters;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The output's part in the life of the application: the log goes there, dropped lines are counted, and the last lines leave
 * before the process ends.
 */
@ApplicationScoped
class DroppedLines {

    private final Meters meters;
    private final boolean toError;

    /** @param toError whether the log goes to standard error */
    DroppedLines(
            Meters meters,
            @ConfigProperty(name = "quarkus.log.console.stderr", defaultValue = "false") boolean toError) {
        this.meters = meters;
        this.toError = toError;
    }

    /** Before anybody logs. */
    void start(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE - 1) StartupEvent event) {
        StandardOutput.takeLog(toError);
        meters.counter(
                "log.lines.dropped", "Lines of the log dropped because nobody had read it", StandardOutput::dropped);
    }

    /** No stream is open any more that would have to wait. */
    void stopping(@Observes ShutdownEvent event) {
        StandardOutput.waitForEachLine();
    }
}

package dev.trunkline.connection;

import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * Ends the process when it is asked to. Streams are ended while everything still works, and only then Quarkus, which then
 * exits with 0; left to itself it would stop its parts at once, and the process would count as killed by the signal. Who asks
 * a second time gets it at once.
 */
@ApplicationScoped
class Termination {

    private static final Logger LOG = Logger.getLogger(Termination.class);

    /** How long Quarkus may take to stop when all streams have ended. */
    private static final Duration STOP = Duration.ofSeconds(3);

    private final Connections connections;
    private final AtomicBoolean asked = new AtomicBoolean();

    Termination(Connections connections) {
        this.connections = connections;
    }

    void start(@Observes StartupEvent event) {
        if (LaunchMode.current() != LaunchMode.NORMAL) {
            // The process is the developer's or the tests'.
            return;
        }
        for (String signal : List.of("TERM", "INT")) {
            try {
                Signals.on(signal, this::asked);
            } catch (UnsupportedOperationException taken) {
                LOG.warnf("SIG%s ends the process without its spread: %s", signal, taken.getMessage());
            }
        }
    }

    private void asked() {
        if (asked.getAndSet(true)) {
            Runtime.getRuntime().halt(0);
        }
        new Thread(this::end, "shutdown").start();
    }

    private void end() {
        try {
            connections.drain();
        } catch (InterruptedException | RuntimeException fault) {
            LOG.error("The streams could not be ended in good order", fault);
        }
        Quarkus.asyncExit(0);
        try {
            Thread.sleep(STOP.toMillis());
            LOG.warn("Not everything has stopped in time");
        } catch (InterruptedException impatient) {
            LOG.warn("Nobody waits for everything to stop", impatient);
        }
        Runtime.getRuntime().halt(0);
    }
}

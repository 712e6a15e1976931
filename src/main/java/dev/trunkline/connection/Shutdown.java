package dev.trunkline.connection;

import dev.trunkline.internals.Signals;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * Drains the connections when Quarkus shuts down. Quarkus announces the shutdown before it stops anything and waits for the
 * drain, so that events still reach the open streams and the HTTP server still answers.
 */
@ApplicationScoped
class Shutdown {

    private static final Logger LOG = Logger.getLogger(Shutdown.class);

    /** The JVM's exit statuses after these signals. */
    private static final int SIGINT_STATUS = 130;

    private static final int SIGTERM_STATUS = 143;

    /** How long Quarkus may take to stop after the drain. */
    private static final Duration STOP = Duration.ofSeconds(3);

    private final Connections connections;

    Shutdown(Connections connections) {
        this.connections = connections;
    }

    void announced(@Observes ShutdownDelayInitiatedEvent event) throws InterruptedException {
        if (LaunchMode.current() == LaunchMode.NORMAL) {
            haltAtSecondSignal();
        }
        connections.drain();
        if (LaunchMode.current() == LaunchMode.NORMAL) {
            haltAfter(STOP);
        }
    }

    /** In dev mode and tests, where the shutdown may not be announced. */
    void stopping(@Observes ShutdownEvent event) throws InterruptedException {
        connections.drain();
    }

    private static void haltAtSecondSignal() {
        try {
            Signals.on("TERM", () -> Runtime.getRuntime().halt(SIGTERM_STATUS));
            Signals.on("INT", () -> Runtime.getRuntime().halt(SIGINT_STATUS));
        } catch (UnsupportedOperationException missing) {
            LOG.warnf("A second signal will not end the process at once: %s", missing.getMessage());
        }
    }

    private static void haltAfter(Duration limit) {
        Thread watchdog = new Thread(
                () -> {
                    try {
                        Thread.sleep(limit.toMillis());
                    } catch (InterruptedException stopped) {
                        Thread.currentThread().interrupt();
                    }
                    LOG.warn("Not everything has stopped in time");
                    Runtime.getRuntime().halt(SIGTERM_STATUS);
                },
                "shutdown-limit");
        watchdog.setDaemon(true);
        watchdog.start();
    }
}

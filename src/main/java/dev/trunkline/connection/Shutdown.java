package dev.trunkline.connection;

import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import java.time.Duration;

/**
 * Drains the connections when Quarkus shuts down. Quarkus announces the shutdown before it stops anything and waits for the
 * drain, so that events still reach the open streams and the HTTP server still answers.
 */
@ApplicationScoped
class Shutdown {

    /** How long Quarkus may take to stop after the drain. */
    private static final Duration STOP = Duration.ofSeconds(3);

    private final Connections connections;
    private final Instance<Aftermath> aftermath;
    private final EndSignals signals = new EndSignals();

    Shutdown(Connections connections, @Any Instance<Aftermath> aftermath) {
        this.connections = connections;
        this.aftermath = aftermath;
    }

    void start(@Observes StartupEvent event) {
        if (LaunchMode.current() == LaunchMode.NORMAL) {
            signals.install();
        }
    }

    void announced(@Observes ShutdownDelayInitiatedEvent event) throws InterruptedException {
        try {
            connections.drain();
            for (Aftermath each : aftermath) {
                each.await(connections.longestPause());
            }
        } finally {
            haltAfter(STOP);
        }
    }

    /** In dev mode and tests, where the shutdown may not be announced. */
    void stopping(@Observes ShutdownEvent event) throws InterruptedException {
        connections.drain();
    }

    private void haltAfter(Duration limit) {
        Thread watchdog = new Thread(
                () -> {
                    try {
                        Thread.sleep(limit.toMillis());
                    } catch (InterruptedException stopped) {
                        return;
                    }
                    signals.haltIfAsked();
                },
                "shutdown-limit");
        watchdog.setDaemon(true);
        watchdog.start();
    }
}

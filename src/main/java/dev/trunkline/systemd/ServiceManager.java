package dev.trunkline.systemd;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.vertx.http.DomainSocketServerStart;
import io.quarkus.vertx.http.HttpServerStart;
import io.quarkus.vertx.http.HttpsServerStart;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.interceptor.Interceptor;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * Tells the service manager when the server listens and when it begins to drain (sd_notify(3)): a unit with {@code Type=notify}
 * counts as started when clients can connect. Does nothing where nobody has asked for it.
 */
@ApplicationScoped
class ServiceManager {

    private static final Logger LOG = Logger.getLogger(ServiceManager.class);

    /** Set by the service manager. */
    private static final String SOCKET = "NOTIFY_SOCKET";

    private final AtomicBoolean ready = new AtomicBoolean();

    void listens(@ObservesAsync HttpServerStart event) {
        ready();
    }

    void listens(@ObservesAsync HttpsServerStart event) {
        ready();
    }

    void listens(@ObservesAsync DomainSocketServerStart event) {
        ready();
    }

    /** Before the drain. */
    void stopping(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) ShutdownDelayInitiatedEvent event) {
        tell("STOPPING=1");
    }

    private void ready() {
        if (ready.compareAndSet(false, true)) {
            tell("READY=1");
        }
    }

    private void tell(String state) {
        String socket = System.getenv(SOCKET);
        if (socket == null) {
            return;
        }
        try {
            NotifySocket.send(socket, state);
        } catch (IOException failure) {
            LOG.warnf("systemd was not told %s over %s=%s: %s", state, SOCKET, socket, failure.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

package dev.trunkline.http;

import dev.trunkline.admission.Refusal;
import dev.trunkline.connection.Origin;
import dev.trunkline.metrics.Meters;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jboss.logging.Logger;

/**
 * Every request that gets a refusal instead of a stream or socket: a count by reason, and a line in the log for those who look
 * for one client's trouble. The line is at {@code debug}, as anybody can ask for any number of refusals.
 */
@ApplicationScoped
public class RefusedRequests {

    private static final Logger LOG = Logger.getLogger(RefusedRequests.class);

    private final Meters meters;
    private final Origins origins;

    RefusedRequests(Meters meters, Origins origins) {
        this.meters = meters;
        this.origins = origins;
    }

    /** Every reason is in the metrics from the start, with 0. */
    void start(@Observes StartupEvent event) {
        for (Refusal refusal : Refusal.values()) {
            if (refusal != Refusal.TOO_MANY_SUBSCRIPTIONS) {
                meters.connectionsRefused(refusal.label(), 0);
            }
        }
    }

    /** To be called once for each, before its answer is written. */
    public void add(HttpServerRequest request, Refusal refusal) {
        meters.connectionsRefused(refusal.label(), 1);
        if (LOG.isDebugEnabled()) {
            Origin origin = origins.of(request);
            LOG.debugf(
                    "Request refused: reason=%s status=%d client=%s request=%s",
                    refusal.label(), refusal.status(), origin.address(), origin.requestId());
        }
    }
}

package dev.trunkline.http;

import dev.trunkline.connection.Origin;
import dev.trunkline.metrics.Meters;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jboss.logging.Logger;

/**
 * Counts the requests that get an error instead of a stream or socket by reason, and logs and answers them. The log line is
 * at {@code debug}, as any client can cause any number of errors.
 */
@ApplicationScoped
public class ErrorResponder {

    private static final Logger LOG = Logger.getLogger(ErrorResponder.class);

    private final Meters meters;
    private final Origins origins;

    ErrorResponder(Meters meters, Origins origins) {
        this.meters = meters;
        this.origins = origins;
    }

    /** Every reason is in the metrics from the start, with 0. */
    void start(@Observes StartupEvent event) {
        ErrorAnswer.all().forEach(answer -> meters.connectionsRefused(answer.reason(), 0));
    }

    /** Counts and logs an error; to be called once for each, before the answer is written. */
    public void count(HttpServerRequest request, ErrorAnswer answer) {
        meters.connectionsRefused(answer.reason(), 1);
        if (LOG.isDebugEnabled()) {
            Origin origin = origins.of(request);
            LOG.debugf(
                    "Request refused: reason=%s status=%d client=%s request=%s",
                    answer.reason(), answer.status(), origin.address(), origin.requestId());
        }
    }

    /** Counts, logs and writes an error; the future completes when the response is written. */
    Future<Void> respond(HttpServerRequest request, ErrorAnswer answer) {
        count(request, answer);
        HttpServerResponse response = request.response().setStatusCode(answer.status());
        if (Handshake.isIntended(request)) {
            answer.handshakeHeaders().forEach(response::putHeader);
            return response.end();
        }
        answer.headers().forEach(response::putHeader);
        response.putHeader(HttpHeaders.CONTENT_TYPE, "application/json");
        return response.end(answer.json().toBuffer());
    }
}

package dev.trunkline.sse;

import dev.trunkline.admission.Refusal;
import dev.trunkline.admission.RefusedException;
import dev.trunkline.http.HttpAnswers;
import dev.trunkline.http.RefusedRequests;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.ClientErrorException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Turns what goes wrong before a stream starts into its answer (protocol, section 3). */
class Refusals {

    private static final Logger LOG = Logger.getLogger(Refusals.class);

    private final RefusedRequests requests;

    Refusals(RefusedRequests requests) {
        this.requests = requests;
    }

    @ServerExceptionMapper
    Response refused(HttpServerRequest request, RefusedException refused) {
        return answer(request, refused.refusal());
    }

    /** What REST itself turns down: {@code /api/v1/streaming}, say. Methods of known paths have been looked at before. */
    @ServerExceptionMapper
    Response unknown(HttpServerRequest request, ClientErrorException noSuchResource) {
        return answer(request, Refusal.UNKNOWN_CHANNEL);
    }

    @ServerExceptionMapper
    Response unexpected(HttpServerRequest request, Throwable fault) {
        LOG.error("A request failed", fault);
        return answer(request, Refusal.UNEXPECTED);
    }

    private Response answer(HttpServerRequest request, Refusal refusal) {
        requests.add(request, refusal);
        Response.ResponseBuilder answer = Response.status(refusal.status())
                .type(MediaType.APPLICATION_JSON)
                .entity(HttpAnswers.json(refusal).encode());
        HttpAnswers.headers(refusal).forEach(answer::header);
        return answer.build();
    }
}

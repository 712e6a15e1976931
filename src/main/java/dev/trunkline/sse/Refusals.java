package dev.trunkline.sse;

import dev.trunkline.delivery.Refusal;
import dev.trunkline.delivery.RefusedException;
import dev.trunkline.http.HttpAnswers;
import dev.trunkline.metrics.Meters;
import jakarta.ws.rs.ClientErrorException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Turns what goes wrong before a stream starts into its answer (protocol, section 3). */
class Refusals {

    private static final Logger LOG = Logger.getLogger(Refusals.class);

    private final Meters meters;

    Refusals(Meters meters) {
        this.meters = meters;
    }

    @ServerExceptionMapper
    Response refused(RefusedException refused) {
        return answer(refused.refusal());
    }

    /** What REST itself turns down: {@code /api/v1/streaming}, say. Methods of known paths have been looked at before. */
    @ServerExceptionMapper
    Response unknown(ClientErrorException noSuchResource) {
        return answer(Refusal.UNKNOWN_CHANNEL);
    }

    @ServerExceptionMapper
    Response unexpected(Throwable fault) {
        LOG.error("A request failed", fault);
        return answer(Refusal.UNEXPECTED);
    }

    private Response answer(Refusal refusal) {
        meters.connectionsRefused(refusal.label(), 1);
        Response.ResponseBuilder answer = Response.status(refusal.status())
                .type(MediaType.APPLICATION_JSON)
                .entity(HttpAnswers.json(refusal).encode());
        HttpAnswers.headers(refusal).forEach(answer::header);
        return answer.build();
    }
}

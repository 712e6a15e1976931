package dev.trunkline.sse;

import dev.trunkline.admission.Refusal;
import dev.trunkline.admission.RefusedException;
import dev.trunkline.http.ErrorAnswer;
import dev.trunkline.http.ErrorResponder;
import dev.trunkline.http.RequestFault;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.ClientErrorException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Turns a failure before a stream starts into its answer (protocol, section 3). */
class ExceptionMappers {

    private static final Logger LOG = Logger.getLogger(ExceptionMappers.class);

    private final ErrorResponder responder;

    ExceptionMappers(ErrorResponder responder) {
        this.responder = responder;
    }

    @ServerExceptionMapper
    Response refused(HttpServerRequest request, RefusedException refused) {
        return response(request, ErrorAnswer.of(refused.refusal()));
    }

    /** What REST itself turns down, the root without a stream for example. Methods have been checked before. */
    @ServerExceptionMapper
    Response unknown(HttpServerRequest request, ClientErrorException noSuchResource) {
        return response(request, ErrorAnswer.of(Refusal.UNKNOWN_CHANNEL));
    }

    @ServerExceptionMapper
    Response unexpected(HttpServerRequest request, Throwable fault) {
        LOG.error("A request failed", fault);
        return response(request, ErrorAnswer.of(RequestFault.UNEXPECTED));
    }

    private Response response(HttpServerRequest request, ErrorAnswer answer) {
        responder.count(request, answer);
        Response.ResponseBuilder response = Response.status(answer.status())
                .type(MediaType.APPLICATION_JSON)
                .entity(answer.json().encode());
        answer.headers().forEach(response::header);
        return response.build();
    }
}

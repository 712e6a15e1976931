package dev.trunkline.http;

import dev.trunkline.admission.Refusal;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import jakarta.enterprise.context.ApplicationScoped;

/** Refuses requests that come to no stream or socket. */
@ApplicationScoped
class Refuser {

    private final RefusedRequests refused;

    Refuser(RefusedRequests refused) {
        this.refused = refused;
    }

    /** Ends the response with the refusal; the future completes when that is written. */
    Future<Void> refuse(HttpServerRequest request, Refusal refusal) {
        refused.add(request, refusal);
        HttpServerResponse response = request.response().setStatusCode(refusal.status());
        if (Handshake.isMeant(request)) {
            HttpAnswers.ofHandshake(refusal).forEach(response::putHeader);
            return response.end();
        }
        HttpAnswers.headers(refusal).forEach(response::putHeader);
        response.putHeader(HttpHeaders.CONTENT_TYPE, "application/json");
        return response.end(HttpAnswers.json(refusal).toBuffer());
    }
}

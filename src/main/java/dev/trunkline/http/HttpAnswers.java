package dev.trunkline.http;

import dev.trunkline.delivery.Refusal;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;

/** How a refusal is told over HTTP: its status, JSON and, where a later attempt may succeed, {@code Retry-After}. */
public final class HttpAnswers {

    private HttpAnswers() {}

    /** Ends the response with the refusal. */
    public static void refuse(HttpServerResponse response, Refusal refusal) {
        response.setStatusCode(refusal.status());
        response.putHeader(HttpHeaders.CONTENT_TYPE, "application/json");
        if (refusal == Refusal.UNAVAILABLE) {
            response.putHeader("Retry-After", Integer.toString(Refusal.RETRY_AFTER_SECONDS));
        }
        response.end(new JsonObject().put("error", refusal.text()).toBuffer());
    }
}

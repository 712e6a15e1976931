package dev.trunkline.http;

import dev.trunkline.delivery.Refusal;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;

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

    /** The headers that tell a WebSocket's client of the refusal; the answer has no body (protocol, section 5). */
    public static Map<String, List<String>> ofHandshake(Refusal refusal) {
        List<String> message = List.of(refusal.text());
        return switch (refusal) {
            case UNAVAILABLE ->
                Map.of(
                        "X-Error-Message",
                        message,
                        "Retry-After",
                        List.of(Integer.toString(Refusal.RETRY_AFTER_SECONDS)));
            case METHOD_NOT_ALLOWED -> Map.of("X-Error-Message", message, "Allow", List.of("GET"));
            case UNKNOWN_WEBSOCKET_VERSION ->
                Map.of("X-Error-Message", message, "Sec-WebSocket-Version", List.of("13"));
            default -> Map.of("X-Error-Message", message);
        };
    }

    /** Ends the response with the refusal of a handshake. */
    static void refuseHandshake(HttpServerResponse response, Refusal refusal) {
        ofHandshake(refusal).forEach(response::putHeader);
        response.setStatusCode(refusal.status()).end();
    }
}

package dev.trunkline.http;

import dev.trunkline.delivery.Refusal;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** How a refusal is told over HTTP (protocol, sections 3 and 5). */
public final class HttpAnswers {

    private HttpAnswers() {}

    /** What clients of all kinds are told: {@code {"error":…}}. */
    public static JsonObject json(Refusal refusal) {
        return new JsonObject().put("error", refusal.text());
    }

    /** What the refusal itself asks for, besides its status: how to do better. */
    public static Map<String, String> headers(Refusal refusal) {
        return switch (refusal) {
            case UNAVAILABLE -> Map.of("Retry-After", Integer.toString(Refusal.RETRY_AFTER_SECONDS));
            case UNKNOWN_WEBSOCKET_VERSION -> Map.of("Sec-WebSocket-Version", "13");
            default -> Map.of();
        };
    }

    /** The headers of a handshake's refusal, which has no body. */
    public static Map<String, List<String>> ofHandshake(Refusal refusal) {
        Map<String, String> headers = new HashMap<>(headers(refusal));
        headers.put("X-Error-Message", refusal.text());
        return headers.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, header -> List.of(header.getValue())));
    }

    /** Ends the response with the refusal; the future completes when that is written. */
    static Future<Void> refuse(HttpServerRequest request, Refusal refusal) {
        HttpServerResponse response = request.response().setStatusCode(refusal.status());
        if (Handshake.isMeant(request)) {
            ofHandshake(refusal).forEach(response::putHeader);
            return response.end();
        }
        headers(refusal).forEach(response::putHeader);
        response.putHeader(HttpHeaders.CONTENT_TYPE, "application/json");
        return response.end(json(refusal).toBuffer());
    }
}

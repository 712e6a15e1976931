package dev.trunkline.http;

import dev.trunkline.admission.Refusal;
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
        if (refusal.waitingHelps()) {
            return Map.of("Retry-After", Integer.toString(Refusal.RETRY_AFTER_SECONDS));
        }
        return refusal == Refusal.UNKNOWN_WEBSOCKET_VERSION ? Map.of("Sec-WebSocket-Version", "13") : Map.of();
    }

    /** The headers of a handshake's refusal, which has no body. */
    public static Map<String, List<String>> ofHandshake(Refusal refusal) {
        Map<String, String> headers = new HashMap<>(headers(refusal));
        headers.put("X-Error-Message", refusal.text());
        return headers.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, header -> List.of(header.getValue())));
    }
}

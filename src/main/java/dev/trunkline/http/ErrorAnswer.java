package dev.trunkline.http;

import dev.trunkline.admission.Refusal;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An error as HTTP tells it (protocol, sections 3, 5 and 10).
 *
 * @param reason the value of the metrics' label
 * @param status of HTTP
 * @param text for people
 * @param headers that say how to do better
 */
public record ErrorAnswer(String reason, int status, String text, Map<String, String> headers) {

    /** Seconds after which a client may try again, where waiting helps. */
    private static final String RETRY_AFTER = "5";

    /** The answer to a request that admission refuses. */
    public static ErrorAnswer of(Refusal refusal) {
        Map<String, String> headers = refusal.waitingHelps() ? Map.of("Retry-After", RETRY_AFTER) : Map.of();
        return new ErrorAnswer(refusal.label(), status(refusal), refusal.text(), headers);
    }

    /** The answer to a request that is faulty itself, or that meets a fault of ours. */
    public static ErrorAnswer of(RequestFault fault) {
        Map<String, String> headers = fault == RequestFault.UNKNOWN_WEBSOCKET_VERSION
                ? Map.of(Handshake.VERSION_HEADER, Handshake.VERSION)
                : Map.of();
        return new ErrorAnswer(fault.label(), fault.status(), fault.text(), headers);
    }

    /** Every error that can be the answer to a request. */
    public static List<ErrorAnswer> all() {
        return Stream.concat(
                        Arrays.stream(Refusal.values()).map(ErrorAnswer::of),
                        Arrays.stream(RequestFault.values()).map(ErrorAnswer::of))
                .toList();
    }

    /** The body: {@code {"error":…}}. */
    public JsonObject json() {
        return new JsonObject().put("error", text);
    }

    /** The headers of the answer to a handshake, which has no body. */
    public Map<String, List<String>> handshakeHeaders() {
        Map<String, String> all = new HashMap<>(headers);
        all.put("X-Error-Message", text);
        return all.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, header -> List.of(header.getValue())));
    }

    private static int status(Refusal refusal) {
        return switch (refusal) {
            case UNKNOWN_CHANNEL, UNKNOWN_STREAM, MISSING_TAG, MISSING_LIST -> 400;
            case MISSING_TOKEN, INVALID_TOKEN, MISSING_SCOPE, FOREIGN_LIST -> 401;
            case TOO_MANY_CONNECTIONS, TOO_MANY_SUBSCRIPTIONS, TOO_MANY_INVALID_TOKENS -> 429;
            case PROCESS_FULL, UNAVAILABLE -> 503;
        };
    }
}

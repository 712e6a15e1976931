package dev.trunkline.admission;

import java.util.Locale;

/** Every error that a client can be told, with its HTTP status and text (protocol, sections 3 and 10). */
public enum Refusal {
    PROCESS_FULL(503, "Too many connections"),
    TOO_MANY_CONNECTIONS(429, "Too many connections"),
    UNKNOWN_CHANNEL(400, "Unknown channel requested"),
    UNKNOWN_STREAM(400, "Unknown stream type"),
    TOO_MANY_SUBSCRIPTIONS(429, "Too many subscriptions"),
    MISSING_TOKEN(401, "Missing access token"),
    INVALID_TOKEN(401, "Invalid access token"),
    MISSING_SCOPE(401, "Access token does not have the required scopes"),
    MISSING_TAG(400, "Missing tag name parameter"),
    MISSING_LIST(400, "Missing list name parameter"),
    FOREIGN_LIST(401, "Not authorized to stream this list"),
    MALFORMED_REQUEST(400, "Malformed request"),
    MALFORMED_TARGET(400, "Malformed request target"),
    TARGET_TOO_LONG(414, "Request target too long"),
    HEADERS_TOO_LARGE(431, "Request headers too large"),
    UNKNOWN_HTTP_VERSION(505, "Unknown HTTP version"),
    METHOD_NOT_ALLOWED(405, "Method not allowed"),
    MALFORMED_HANDSHAKE(400, "Malformed WebSocket handshake"),
    UNKNOWN_WEBSOCKET_VERSION(426, "Unknown WebSocket version"),
    UNAVAILABLE(503, "An unexpected error occurred"),
    UNEXPECTED(500, "An unexpected error occurred");

    /** Seconds after which a client may try again what it was refused for the state of the process or of its own streams. */
    public static final int RETRY_AFTER_SECONDS = 5;

    private final int status;
    private final String text;

    Refusal(int status, String text) {
        this.status = status;
        this.text = text;
    }

    public int status() {
        return status;
    }

    /** The value of the metrics' label. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether the same request may be granted in a while. */
    public boolean waitingHelps() {
        return this == UNAVAILABLE || this == PROCESS_FULL || this == TOO_MANY_CONNECTIONS;
    }

    public String text() {
        return text;
    }
}

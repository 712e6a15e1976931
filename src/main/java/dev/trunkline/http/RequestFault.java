package dev.trunkline.http;

import java.util.Locale;

/** What can be wrong with an HTTP request itself, or with the server that answers it (protocol, sections 3 and 10). */
public enum RequestFault {
    MALFORMED_REQUEST(400, "Malformed request"),
    MALFORMED_TARGET(400, "Malformed request target"),
    TARGET_TOO_LONG(414, "Request target too long"),
    HEADERS_TOO_LARGE(431, "Request headers too large"),
    UNKNOWN_HTTP_VERSION(505, "Unknown HTTP version"),
    METHOD_NOT_ALLOWED(405, "Method not allowed"),
    MALFORMED_HANDSHAKE(400, "Malformed WebSocket handshake"),
    UNKNOWN_WEBSOCKET_VERSION(426, "Unknown WebSocket version"),
    UNEXPECTED(500, "An unexpected error occurred");

    private final int status;
    private final String text;

    RequestFault(int status, String text) {
        this.status = status;
        this.text = text;
    }

    int status() {
        return status;
    }

    String text() {
        return text;
    }

    /** The value of the metrics' label. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}

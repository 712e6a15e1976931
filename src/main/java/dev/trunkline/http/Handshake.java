package dev.trunkline.http;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a WebSocket's handshake must contain (RFC 6455, section 4.2.1). It is checked before anything is done for the client:
 * what Vert.x finds wrong later leaves the client without an answer.
 */
final class Handshake {

    private static final String SUBPROTOCOLS = "Sec-WebSocket-Protocol";
    private static final String KEY = "Sec-WebSocket-Key";

    /** The header with the protocol's version, and the only version that there is. */
    static final String VERSION_HEADER = "Sec-WebSocket-Version";

    static final String VERSION = "13";

    private static final int KEY_LENGTH = 16;

    private Handshake() {}

    /** Whether the request asks for a WebSocket. HTTP/1.0 has no upgrades (RFC 9110, section 7.8). */
    static boolean isIntended(HttpServerRequest request) {
        return request.version() != HttpVersion.HTTP_1_0
                && HeaderFields.contain(request.headers(), HttpHeaders.UPGRADE, HttpHeaders.WEBSOCKET);
    }

    /** Spells the lists of a handshake as Netty takes them: it knows no list of upgrades, and chooses empty subprotocols. */
    static void settle(HttpServerRequest request) {
        MultiMap headers = request.headers();
        headers.set(HttpHeaders.UPGRADE, HttpHeaders.WEBSOCKET);
        List<String> subprotocols = HeaderFields.elements(headers, SUBPROTOCOLS);
        if (subprotocols.isEmpty()) {
            headers.remove(SUBPROTOCOLS);
        } else {
            headers.set(SUBPROTOCOLS, String.join(", ", subprotocols));
        }
    }

    /** What is wrong with the handshake, null if nothing. */
    static @Nullable RequestFault fault(HttpServerRequest request) {
        if (!request.method().equals(HttpMethod.GET)) {
            return RequestFault.METHOD_NOT_ALLOWED;
        }
        if (!HeaderFields.contain(request.headers(), HttpHeaders.CONNECTION, HttpHeaders.UPGRADE)
                || !isKey(request.getHeader(KEY))
                || Pipelining.hasBody(request)) {
            return RequestFault.MALFORMED_HANDSHAKE;
        }
        return VERSION.equals(request.getHeader(VERSION_HEADER)) ? null : RequestFault.UNKNOWN_WEBSOCKET_VERSION;
    }

    private static boolean isKey(@Nullable String key) {
        try {
            return key != null && Base64.getDecoder().decode(key).length == KEY_LENGTH;
        } catch (IllegalArgumentException notBase64) {
            return false;
        }
    }
}

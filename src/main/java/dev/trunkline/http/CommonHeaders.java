package dev.trunkline.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import java.util.UUID;

/** What every answer carries: a request id, and the permission for pages of any origin to read it (protocol, section 3). */
final class CommonHeaders {

    private static final String REQUEST_ID = "X-Request-Id";

    private CommonHeaders() {}

    static void put(HttpServerResponse response) {
        response.putHeader(REQUEST_ID, UUID.randomUUID().toString());
        response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, "*");
    }

    /** The request id that {@link #put} has given the response. */
    static String requestId(HttpServerResponse response) {
        return String.valueOf(response.headers().get(REQUEST_ID));
    }
}

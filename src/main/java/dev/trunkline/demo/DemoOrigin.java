package dev.trunkline.demo;

import io.vertx.core.http.HttpServerRequest;

/** Where a client has reached the demo: what it is told about other addresses has to be reachable from there, too. */
final class DemoOrigin {

    private DemoOrigin() {}

    /** Such as {@code http://localhost:4000}. */
    static String of(HttpServerRequest request) {
        return (isSecure(request) ? "https" : "http") + "://" + host(request);
    }

    /** Such as {@code ws://localhost:4000}. */
    static String ofWebSockets(HttpServerRequest request) {
        return (isSecure(request) ? "wss" : "ws") + "://" + host(request);
    }

    /** Some clients insist on HTTPS: a proxy or a tunnel ends it, and says so. */
    private static boolean isSecure(HttpServerRequest request) {
        return request.isSSL() || "https".equals(request.getHeader("X-Forwarded-Proto"));
    }

    static String host(HttpServerRequest request) {
        return String.valueOf(request.authority());
    }
}

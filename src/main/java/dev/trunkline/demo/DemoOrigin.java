package dev.trunkline.demo;

import io.vertx.core.http.HttpServerRequest;

/** Where a client has reached the demo: what it is told about other addresses has to be reachable from there, too. */
final class DemoOrigin {

    private DemoOrigin() {}

    /** Such as {@code http://localhost:4000}. */
    static String of(HttpServerRequest request) {
        return request.scheme() + "://" + host(request);
    }

    /** Such as {@code ws://localhost:4000}. */
    static String ofWebSockets(HttpServerRequest request) {
        return (request.scheme().equals("https") ? "wss" : "ws") + "://" + host(request);
    }

    static String host(HttpServerRequest request) {
        return String.valueOf(request.authority());
    }
}

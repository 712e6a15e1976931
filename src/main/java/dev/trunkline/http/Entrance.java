package dev.trunkline.http;

import dev.trunkline.internals.ChannelExtensions;
import dev.trunkline.internals.LiveReload;
import dev.trunkline.internals.RequestHook;
import dev.trunkline.internals.RequestTarget;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.quarkus.vertx.VertxOptionsCustomizer;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import java.util.Optional;

/**
 * Handles every request first, also one that cannot be decoded: puts the common headers on its answer, and answers what
 * Vert.x and Quarkus would turn down in their own words before any route (protocol, section 3).
 */
@ApplicationScoped
class Entrance implements VertxOptionsCustomizer {

    /** Resolved lazily: this bean is created together with Vert.x, before the meters exist. */
    private final Instance<ErrorResponder> responder;

    Entrance(Instance<ErrorResponder> responder) {
        this.responder = responder;
    }

    @Override
    public void accept(VertxOptions options) {
        ChannelExtensions.enable();
        RequestHook.install(options, this::handle, this::handleUndecoded);
    }

    private void handle(HttpServerRequest request) {
        RequestDeadline.stop(request);
        CommonHeaders.put(request.response());
        HeaderFields.join(request.headers());
        if (request.version() == null) {
            // Where the request ends in that version is unknown.
            respondAndClose(request, RequestFault.UNKNOWN_HTTP_VERSION);
        } else if (!isCodingKnown(request) || hasSeveralHosts(request)) {
            // Who is meant, or where the request ends, is for each proxy on the way to guess.
            respondAndClose(request, RequestFault.MALFORMED_REQUEST);
        } else if (request.method().equals(HttpMethod.OPTIONS)) {
            answerPreflight(request);
        } else {
            enter(request);
        }
    }

    private void enter(HttpServerRequest request) {
        boolean handshake = Handshake.isIntended(request);
        if (handshake) {
            Handshake.settle(request);
        }
        Optional<String> target = Target.of(request.uri(), String.valueOf(request.path()), handshake);
        if (target.isEmpty()) {
            responder.get().respond(request, ErrorAnswer.of(RequestFault.MALFORMED_TARGET));
            return;
        }
        if (!target.get().equals(request.uri())) {
            RequestTarget.replace(request, target.get());
        }
        LiveReload.whenOver(request, () -> RequestHook.route(request));
    }

    /** The decoder has given up: it reads nothing further on this connection. */
    private void handleUndecoded(HttpServerRequest request) {
        CommonHeaders.put(request.response());
        Throwable cause = request.decoderResult().cause();
        if (cause instanceof TooLongHttpLineException) {
            respondAndClose(request, RequestFault.TARGET_TOO_LONG);
        } else if (cause instanceof TooLongHttpHeaderException) {
            respondAndClose(request, RequestFault.HEADERS_TOO_LARGE);
        } else {
            respondAndClose(request, RequestFault.MALFORMED_REQUEST);
        }
    }

    private void respondAndClose(HttpServerRequest request, RequestFault fault) {
        request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        responder.get().respond(request, ErrorAnswer.of(fault)).onComplete(written -> request.connection()
                .close());
    }

    /** Whether the end of the body can be found: Netty takes a request with any coding but {@code chunked} for one without. */
    private static boolean isCodingKnown(HttpServerRequest request) {
        String coding = request.getHeader(HttpHeaders.TRANSFER_ENCODING);
        return coding == null || coding.strip().equalsIgnoreCase("chunked");
    }

    /** An error by RFC 9112, section 3.2; the server would take the first. */
    private static boolean hasSeveralHosts(HttpServerRequest request) {
        return request.headers().getAll(HttpHeaders.HOST).size() > 1;
    }

    private static void answerPreflight(HttpServerRequest request) {
        HttpServerResponse response = request.response();
        response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, "GET,HEAD,PUT,PATCH,POST,DELETE");
        response.putHeader(HttpHeaders.VARY, HttpHeaders.ACCESS_CONTROL_REQUEST_HEADERS);
        String headers = request.getHeader(HttpHeaders.ACCESS_CONTROL_REQUEST_HEADERS);
        if (headers != null) {
            response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS, headers);
        }
        response.setStatusCode(204).end();
    }
}

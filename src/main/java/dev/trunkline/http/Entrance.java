package dev.trunkline.http;

import dev.trunkline.admission.Refusal;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.quarkus.vertx.VertxOptionsCustomizer;
import io.quarkus.vertx.http.runtime.VertxHttpRecorder;
import io.vertx.core.Context;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.impl.HttpServerConnection;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.core.spi.tracing.SpanKind;
import io.vertx.core.spi.tracing.TagExtractor;
import io.vertx.core.spi.tracing.VertxTracer;
import io.vertx.core.tracing.TracingOptions;
import io.vertx.core.tracing.TracingPolicy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where every request comes in, also what is none: puts on its answer what every answer carries, a request id and leave for
 * pages of any origin, and answers what Vert.x and Quarkus would turn down before any route, in their own words (protocol,
 * section 3).
 */
@ApplicationScoped
class Entrance implements VertxOptionsCustomizer {

    static final String REQUEST_ID = "X-Request-Id";

    /** Had when it is needed: this here is made with Vert.x, before there are meters. */
    private final Instance<Refuser> refuser;

    Entrance(Instance<Refuser> refuser) {
        this.refuser = refuser;
    }

    @Override
    @SuppressWarnings("deprecation") // what is to be used instead is a builder that Quarkus keeps to itself
    public void accept(VertxOptions options) {
        RequestDeadlines.use();
        options.setTracingOptions(new TracingOptions().setFactory(unused -> new Usher(this)));
    }

    /**
     * Leads each request here. Quarkus lets nobody give its server or the connections their handlers; but a tracer is told
     * of each request, and of what could not be read as one, right before the connection hands it to a handler.
     */
    private static final class Usher implements VertxTracer<Void, Void> {

        private final Entrance entrance;

        Usher(Entrance entrance) {
            this.entrance = entrance;
        }

        @Override
        public <R> @Nullable Void receiveRequest(
                Context context,
                SpanKind kind,
                TracingPolicy policy,
                R request,
                String operation,
                Iterable<Map.Entry<String, String>> headers,
                TagExtractor<R> tagExtractor) {
            if (request instanceof HttpServerRequest http
                    && http.connection() instanceof HttpServerConnection connection) {
                connection.handler(entrance::admit).invalidRequestHandler(entrance::refuseUnread);
                // A body that cannot be read ends the connection; what is answered already goes out first.
                connection.exceptionHandler(
                        failure -> connection.channelHandlerContext().flush());
            }
            return null;
        }
    }

    private void admit(HttpServerRequest request) {
        RequestDeadline.met(((ConnectionBase) request.connection()).channel().pipeline());
        mark(request.response());
        if (request.version() == null) {
            // Where its end would be in that version, who knows.
            refuseAndClose(request, Refusal.UNKNOWN_HTTP_VERSION);
        } else if (!isCodingKnown(request)) {
            refuseAndClose(request, Refusal.MALFORMED_REQUEST);
        } else if (request.method().equals(HttpMethod.OPTIONS)) {
            answerPreflight(request);
        } else if (!isTarget(request.uri())) {
            refuser.get().refuse(request, Refusal.MALFORMED_TARGET);
        } else {
            VertxHttpRecorder.getRootHandler().handle(request);
        }
    }

    /** What the decoder has given up: nothing behind it on the connection can be read, either. */
    private void refuseUnread(HttpServerRequest request) {
        mark(request.response());
        Throwable cause = request.decoderResult().cause();
        if (cause instanceof TooLongHttpLineException) {
            refuseAndClose(request, Refusal.TARGET_TOO_LONG);
        } else if (cause instanceof TooLongHttpHeaderException) {
            refuseAndClose(request, Refusal.HEADERS_TOO_LARGE);
        } else {
            refuseAndClose(request, Refusal.MALFORMED_REQUEST);
        }
    }

    private static void mark(HttpServerResponse response) {
        response.putHeader(REQUEST_ID, UUID.randomUUID().toString());
        response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, "*");
    }

    private void refuseAndClose(HttpServerRequest request, Refusal refusal) {
        request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        refuser.get().refuse(request, refusal).onComplete(written -> request.connection()
                .close());
    }

    /** Whether it is known where the body ends: Netty takes any coding but {@code chunked} for a request without a body. */
    private static boolean isCodingKnown(HttpServerRequest request) {
        String coding = request.getHeader(HttpHeaders.TRANSFER_ENCODING);
        return coding == null || coding.strip().equalsIgnoreCase("chunked");
    }

    /** As Quarkus sees it, which would give an empty answer; its escapes can be decoded then. */
    private static boolean isTarget(String uri) {
        try {
            new URI(uri);
            return true;
        } catch (URISyntaxException malformed) {
            return false;
        }
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

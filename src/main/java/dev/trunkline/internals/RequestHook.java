package dev.trunkline.internals;

import dev.trunkline.memory.OutOfMemory;
import io.quarkus.vertx.http.runtime.VertxHttpRecorder;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.HttpServerConnection;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.core.spi.VertxTracerFactory;
import io.vertx.core.spi.tracing.SpanKind;
import io.vertx.core.spi.tracing.TagExtractor;
import io.vertx.core.spi.tracing.VertxTracer;
import io.vertx.core.tracing.TracingOptions;
import io.vertx.core.tracing.TracingPolicy;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Calls handlers of ours with every request of every HTTP server in the process, before any route and also with what Vert.x
 * could not decode as a request.
 *
 * <p>Quarkus creates its server without an extension point for this. A tracer is told of each request right before its
 * connection looks up the handler for it, and at that moment the connection's handlers can be replaced. A tracer that is
 * configured, OpenTelemetry's for example, gets every call as it would without the hook.
 */
public final class RequestHook {

    private RequestHook() {}

    /**
     * Installs the handlers; they are called on the connection's event loop.
     *
     * @param options of the Vert.x that is about to start, with all that extensions have set
     * @param decoded handles a request instead of Quarkus's router; see {@link #route}
     * @param undecoded handles a request whose {@code decoderResult()} is a failure
     */
    @SuppressWarnings("deprecation") // The replacement is a builder that Quarkus does not expose.
    public static void install(
            VertxOptions options, Handler<HttpServerRequest> decoded, Handler<HttpServerRequest> undecoded) {
        TracingOptions configured = options.getTracingOptions();
        VertxTracerFactory factory = configured == null ? null : configured.getFactory();
        TracingOptions hooked = configured == null ? new TracingOptions() : configured.copy();
        options.setTracingOptions(hooked.setFactory(unused -> {
            VertxTracer<?, ?> tracer = factory == null ? VertxTracer.NOOP : factory.tracer(configured);
            return hook(tracer, decoded, undecoded);
        }));
    }

    /** Whether a configured tracer follows the request until its response ends. */
    public static boolean isTraced(HttpServerRequest request) {
        return request.connection() instanceof ConnectionBase connection
                && connection.getContext().tracer() instanceof HookedTracer<?, ?> hooked
                && hooked.tracer() != VertxTracer.NOOP;
    }

    /** Lets Quarkus's router handle the request. */
    public static void route(HttpServerRequest request) {
        VertxHttpRecorder.getRootHandler().handle(request);
    }

    private static <I, O> VertxTracer<I, O> hook(
            VertxTracer<I, O> tracer, Handler<HttpServerRequest> decoded, Handler<HttpServerRequest> undecoded) {
        return new HookedTracer<>(tracer, decoded, undecoded);
    }

    /** The configured tracer, with the hook in front of it. */
    record HookedTracer<I, O>(
            VertxTracer<I, O> tracer, Handler<HttpServerRequest> decoded, Handler<HttpServerRequest> undecoded)
            implements VertxTracer<I, O> {

        @Override
        public <R> @Nullable I receiveRequest(
                Context context,
                SpanKind kind,
                TracingPolicy policy,
                R request,
                String operation,
                Iterable<Map.Entry<String, String>> headers,
                TagExtractor<R> tagExtractor) {
            if (request instanceof HttpServerRequest http
                    && http.connection() instanceof HttpServerConnection connection) {
                connection.handler(decoded).invalidRequestHandler(undecoded);
                // A body that cannot be decoded ends the connection; answers that are written already leave first.
                connection.exceptionHandler(failure -> {
                    OutOfMemory.endIf(failure);
                    connection.channelHandlerContext().flush();
                });
            }
            return tracer.receiveRequest(context, kind, policy, request, operation, headers, tagExtractor);
        }

        @Override
        public <R> void sendResponse(
                Context context,
                @Nullable R response,
                @Nullable I payload,
                @Nullable Throwable failure,
                TagExtractor<R> tagExtractor) {
            tracer.sendResponse(context, response, payload, failure, tagExtractor);
        }

        @Override
        public <R> @Nullable O sendRequest(
                Context context,
                SpanKind kind,
                TracingPolicy policy,
                R request,
                String operation,
                BiConsumer<String, String> headers,
                TagExtractor<R> tagExtractor) {
            return tracer.sendRequest(context, kind, policy, request, operation, headers, tagExtractor);
        }

        @Override
        public <R> void receiveResponse(
                Context context,
                @Nullable R response,
                @Nullable O payload,
                @Nullable Throwable failure,
                TagExtractor<R> tagExtractor) {
            tracer.receiveResponse(context, response, payload, failure, tagExtractor);
        }

        @Override
        public void close() {
            tracer.close();
        }
    }
}

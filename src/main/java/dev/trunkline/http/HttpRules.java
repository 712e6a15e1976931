package dev.trunkline.http;

import dev.trunkline.delivery.Refusal;
import dev.trunkline.stream.StreamName;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What every answer carries, whatever the path: a request id and leave for pages of any origin; and which paths and methods
 * there are at all (protocol, section 3).
 */
@ApplicationScoped
class HttpRules {

    static final String STREAMING = "/api/v1/streaming";

    private static final String METRICS = "/metrics";

    /** Before everything else that handles requests. */
    private static final int FIRST = 10_000;

    private static final Set<String> KNOWN = Stream.concat(
                    StreamName.paths().stream(), Stream.of(STREAMING + "/health", METRICS))
            .collect(Collectors.toUnmodifiableSet());

    private static final String METHODS = "GET, HEAD, OPTIONS";

    private final Pipelining pipelining;

    HttpRules(Pipelining pipelining) {
        this.pipelining = pipelining;
    }

    void filter(@Observes Filters filters) {
        filters.register(this::apply, FIRST);
    }

    /** Behind every other route: what nobody has answered is unknown. */
    void last(@Observes Router router) {
        router.route()
                .order(Integer.MAX_VALUE)
                .handler(context -> HttpAnswers.refuse(context.response(), Refusal.UNKNOWN_CHANNEL));
    }

    private void apply(RoutingContext context) {
        HttpServerRequest request = context.request();
        HttpServerResponse response = context.response();
        response.putHeader("X-Request-Id", UUID.randomUUID().toString());
        response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, "*");
        if (request.method().equals(HttpMethod.OPTIONS)) {
            answerPreflight(request, response);
            return;
        }
        String path = String.valueOf(request.path());
        if (Handshake.isMeant(request)) {
            upgrade(context, path);
            return;
        }
        if (KNOWN.contains(path)) {
            if (!request.method().equals(HttpMethod.GET) && !request.method().equals(HttpMethod.HEAD)) {
                response.putHeader(HttpHeaders.ALLOW, METHODS);
                HttpAnswers.refuse(response, Refusal.METHOD_NOT_ALLOWED);
                return;
            }
            if (!Query.isReadable(request.uri())) {
                HttpAnswers.refuse(response, Refusal.MALFORMED_QUERY);
                return;
            }
            pipelining.holdBack(context);
        } else if ((String.valueOf(context.normalizedPath()) + "/").startsWith(STREAMING + "/")) {
            // REST would take //api/v1/streaming/user and the like for the paths that they resemble.
            HttpAnswers.refuse(response, Refusal.UNKNOWN_CHANNEL);
            return;
        }
        context.next();
    }

    /** Sockets open on the streaming path itself, with or without slashes behind it (protocol, section 5). */
    private void upgrade(RoutingContext context, String path) {
        HttpServerRequest request = context.request();
        Refusal fault = Handshake.fault(request);
        if (!path.startsWith(STREAMING)
                || !path.substring(STREAMING.length()).chars().allMatch(c -> c == '/')) {
            context.response().setStatusCode(404).end();
        } else if (fault != null) {
            HttpAnswers.refuseHandshake(context.response(), fault);
        } else if (!Query.isReadable(request.uri())) {
            HttpAnswers.refuseHandshake(context.response(), Refusal.MALFORMED_QUERY);
        } else {
            pipelining.holdBack(context);
            context.next();
        }
    }

    private static void answerPreflight(HttpServerRequest request, HttpServerResponse response) {
        response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, "GET,HEAD,PUT,PATCH,POST,DELETE");
        response.putHeader(HttpHeaders.VARY, HttpHeaders.ACCESS_CONTROL_REQUEST_HEADERS);
        String headers = request.getHeader(HttpHeaders.ACCESS_CONTROL_REQUEST_HEADERS);
        if (headers != null) {
            response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS, headers);
        }
        response.setStatusCode(204).end();
    }
}

package dev.trunkline.http;

import dev.trunkline.admission.Refusal;
import dev.trunkline.stream.StreamName;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** The paths and methods that exist, and the answers to requests that no route answers (protocol, section 3). */
@ApplicationScoped
class HttpRules {

    private static final Logger LOG = Logger.getLogger(HttpRules.class);

    private static final String METRICS = "/metrics";

    /** The priority before every other filter. */
    private static final int FIRST = 10_000;

    private static final Set<String> KNOWN = Stream.concat(
                    StreamName.paths().stream(), Stream.of(StreamName.ROOT + "/health", METRICS))
            .collect(Collectors.toUnmodifiableSet());

    private static final String METHODS = "GET, HEAD, OPTIONS";

    private final Pipelining pipelining;
    private final ErrorResponder responder;

    HttpRules(Pipelining pipelining, ErrorResponder responder) {
        this.pipelining = pipelining;
        this.responder = responder;
    }

    void filter(@Observes Filters filters) {
        filters.register(this::apply, FIRST);
    }

    /** Behind every other route, but before Quarkus's own answers. */
    void last(@Observes Router router) {
        router.route().order(Integer.MAX_VALUE).handler(this::unknown).failureHandler(this::failed);
    }

    private void apply(RoutingContext context) {
        HttpServerRequest request = context.request();
        String path = String.valueOf(request.path());
        if (Handshake.isIntended(request)) {
            upgrade(context, path);
        } else if (KNOWN.contains(path)) {
            if (request.method().equals(HttpMethod.GET) || request.method().equals(HttpMethod.HEAD)) {
                pipelining.holdBack(context);
                context.next();
            } else {
                context.response().putHeader(HttpHeaders.ALLOW, METHODS);
                respond(context, RequestFault.METHOD_NOT_ALLOWED);
            }
        } else if (isBelowRoot(path) || !path.equals(context.normalizedPath())) {
            // The router and REST normalise paths: a proxy that lets streaming paths through would let others through.
            unknown(context);
        } else {
            context.next();
        }
    }

    private static boolean isBelowRoot(String path) {
        return (path + "/").startsWith(StreamName.ROOT + "/");
    }

    /** Sockets open at the root itself, with or without slashes behind it (protocol, section 5). */
    private void upgrade(RoutingContext context, String path) {
        RequestFault fault = Handshake.fault(context.request());
        if (!path.startsWith(StreamName.ROOT)
                || !path.substring(StreamName.ROOT.length()).chars().allMatch(c -> c == '/')) {
            unknown(context);
        } else if (fault != null) {
            if (fault == RequestFault.METHOD_NOT_ALLOWED) {
                context.response().putHeader(HttpHeaders.ALLOW, "GET");
            }
            respond(context, fault);
        } else {
            pipelining.holdBack(context);
            context.next();
        }
    }

    private void unknown(RoutingContext context) {
        if (Handshake.isIntended(context.request())) {
            context.response().setStatusCode(404).end();
        } else {
            responder.respond(context.request(), ErrorAnswer.of(Refusal.UNKNOWN_CHANNEL));
        }
    }

    /** Answers what the router itself turns down (a target without a path, a request without a host) and faults of ours. */
    private void failed(RoutingContext context) {
        if (context.response().headWritten()) {
            context.next();
        } else if (context.statusCode() == 404) {
            unknown(context);
        } else if (context.statusCode() == 400) {
            respond(context, RequestFault.MALFORMED_REQUEST);
        } else {
            LOG.error("A request failed", context.failure());
            respond(context, RequestFault.UNEXPECTED);
        }
    }

    private void respond(RoutingContext context, RequestFault fault) {
        responder.respond(context.request(), ErrorAnswer.of(fault));
    }
}

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

    /** The priority before every other filter. */
    private static final int FIRST = 10_000;

    private static final Set<String> KNOWN = Stream.concat(
                    StreamName.paths().stream(), Stream.of(Target.HEALTH, Target.METRICS))
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
            upgrade(context);
        } else if (KNOWN.contains(path)) {
            if (request.method().equals(HttpMethod.GET) || request.method().equals(HttpMethod.HEAD)) {
                pipelining.holdBack(context);
                context.next();
            } else {
                context.response().putHeader(HttpHeaders.ALLOW, METHODS);
                respond(context, RequestFault.METHOD_NOT_ALLOWED);
            }
        } else if (path.equals(Target.ICON)) {
            // What a browser asks for beside the page that it shows is no attempt to open a stream.
            context.response().setStatusCode(404).end();
        } else if (isBelow(StreamName.ROOT, path)
                || isBelow(Target.METRICS, path)
                || !path.equals(context.normalizedPath())) {
            // The router and REST normalise paths: a proxy that lets streaming paths through would let others through.
            // Quarkus
            // answers below /metrics as well.
            unknown(context);
        } else {
            context.next();
        }
    }

    private static boolean isBelow(String root, String path) {
        return (path + "/").startsWith(root + "/");
    }

    /** Whatever path was asked for, it is the endpoint's now: see {@link Target}. */
    private void upgrade(RoutingContext context) {
        RequestFault fault = Handshake.fault(context.request());
        if (fault == null) {
            pipelining.holdBack(context);
            context.next();
            return;
        }
        if (fault == RequestFault.METHOD_NOT_ALLOWED) {
            context.response().putHeader(HttpHeaders.ALLOW, "GET");
        }
        respond(context, fault);
    }

    private void unknown(RoutingContext context) {
        responder.respond(context.request(), ErrorAnswer.of(Refusal.UNKNOWN_CHANNEL));
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

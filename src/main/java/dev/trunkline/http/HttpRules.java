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

/** Which paths and methods there are, and what becomes of requests that no route answers (protocol, section 3). */
@ApplicationScoped
class HttpRules {

    static final String STREAMING = "/api/v1/streaming";

    private static final Logger LOG = Logger.getLogger(HttpRules.class);

    private static final String METRICS = "/metrics";

    /** Before everything else that handles requests. */
    private static final int FIRST = 10_000;

    private static final Set<String> KNOWN = Stream.concat(
                    StreamName.paths().stream(), Stream.of(STREAMING + "/health", METRICS))
            .collect(Collectors.toUnmodifiableSet());

    private static final String METHODS = "GET, HEAD, OPTIONS";

    private final Pipelining pipelining;
    private final Refuser refuser;

    HttpRules(Pipelining pipelining, Refuser refuser) {
        this.pipelining = pipelining;
        this.refuser = refuser;
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
        if (Handshake.isMeant(request)) {
            upgrade(context, path);
        } else if (KNOWN.contains(path)) {
            if (request.method().equals(HttpMethod.GET) || request.method().equals(HttpMethod.HEAD)) {
                pipelining.holdBack(context);
                context.next();
            } else {
                context.response().putHeader(HttpHeaders.ALLOW, METHODS);
                refuser.refuse(request, Refusal.METHOD_NOT_ALLOWED);
            }
        } else if ((String.valueOf(context.normalizedPath()) + "/").startsWith(STREAMING + "/")) {
            // REST would take //api/v1/streaming/user and the like for the paths that they resemble.
            unknown(context);
        } else {
            context.next();
        }
    }

    /** Sockets open on the streaming path itself, with or without slashes behind it (protocol, section 5). */
    private void upgrade(RoutingContext context, String path) {
        Refusal fault = Handshake.fault(context.request());
        if (!path.startsWith(STREAMING)
                || !path.substring(STREAMING.length()).chars().allMatch(c -> c == '/')) {
            unknown(context);
        } else if (fault != null) {
            if (fault == Refusal.METHOD_NOT_ALLOWED) {
                context.response().putHeader(HttpHeaders.ALLOW, "GET");
            }
            refuser.refuse(context.request(), fault);
        } else {
            pipelining.holdBack(context);
            context.next();
        }
    }

    private void unknown(RoutingContext context) {
        if (Handshake.isMeant(context.request())) {
            context.response().setStatusCode(404).end();
        } else {
            refuser.refuse(context.request(), Refusal.UNKNOWN_CHANNEL);
        }
    }

    /** What the router itself turns down, a target without a path or a request without a host, and faults of ours. */
    private void failed(RoutingContext context) {
        if (context.response().headWritten()) {
            context.next();
        } else if (context.statusCode() == 404) {
            unknown(context);
        } else if (context.statusCode() == 400) {
            refuser.refuse(context.request(), Refusal.MALFORMED_REQUEST);
        } else {
            LOG.error("A request failed", context.failure());
            refuser.refuse(context.request(), Refusal.UNEXPECTED);
        }
    }
}

package dev.trunkline.demo;

import dev.trunkline.demo.Parameters.BadParameter;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import org.jboss.logging.Logger;

/** Answers of the demo's routes. Pages of any origin may read them, as all answers of the server. */
final class DemoAnswer {

    private static final Logger LOG = Logger.getLogger(DemoAnswer.class);

    private DemoAnswer() {}

    /** A handler whose faults become answers. */
    static Handler<RoutingContext> handling(Handler<RoutingContext> handler) {
        return context -> {
            try {
                handler.handle(context);
            } catch (BadParameter fault) {
                error(context, 422, String.valueOf(fault.getMessage()));
            }
        };
    }

    /** @param json an object or array */
    static void json(RoutingContext context, Object json) {
        json(context, 200, json);
    }

    private static void json(RoutingContext context, int status, Object json) {
        context.response()
                .setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json; charset=utf-8")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .end(json.toString());
    }

    static void html(RoutingContext context, String html) {
        context.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, "text/html; charset=utf-8")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .end(html);
    }

    static void error(RoutingContext context, int status, String message) {
        json(context, status, new JsonObject().put("error", message));
    }

    /** An error of RFC 6749, section 5.2. */
    static void error(RoutingContext context, int status, String code, String description) {
        json(context, status, new JsonObject().put("error", code).put("error_description", description));
    }

    /** One of the demo's servers is away. */
    static void failed(RoutingContext context, Throwable failure) {
        LOG.debugf("The demo could not answer: %s", failure.getMessage());
        error(context, 503, "The demo's Redis or PostgreSQL is away");
    }
}

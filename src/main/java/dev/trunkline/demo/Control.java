package dev.trunkline.demo;

import io.vertx.core.Handler;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;

/** A route that makes something happen, with servers of the demo's own, for programs and for pages that may. */
final class Control {

    private static final long MOST_BYTES = 1 << 20;

    private Control() {}

    static void add(Router router, String path, Handler<RoutingContext> handler) {
        router.post(path).handler(Control::check);
        router.post(path)
                .handler(BodyHandler.create(false).setBodyLimit(MOST_BYTES))
                .handler(DemoAnswer.handling(handler));
    }

    private static void check(RoutingContext context) {
        if (!PageOrigin.admits(context)) {
            return;
        }
        if (!DemoEnvironment.hasRoutes()) {
            DemoAnswer.error(
                    context,
                    409,
                    "The demo's controls need its own servers; the environment names a Redis or PostgreSQL");
        } else {
            context.next();
        }
    }
}

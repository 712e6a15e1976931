package dev.trunkline.demo;

import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.function.BiConsumer;

/** Handlers of requests that need the token of one of the demo's people. */
final class SignedIn {

    private SignedIn() {}

    /** The answer to a person; without a token that is good, an error. */
    static Handler<RoutingContext> as(DemoTokens tokens, BiConsumer<RoutingContext, DemoUser> handler) {
        return context -> tokens.user(context.request())
                .onSuccess(user -> user.ifPresentOrElse(
                        known -> DemoAnswer.handling(ignored -> handler.accept(context, known))
                                .handle(context),
                        () -> DemoAnswer.error(context, 401, "The access token is invalid")))
                .onFailure(failure -> DemoAnswer.failed(context, failure));
    }
}

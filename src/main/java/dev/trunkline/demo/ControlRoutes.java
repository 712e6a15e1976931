package dev.trunkline.demo;

import dev.trunkline.demo.Parameters.BadParameter;
import io.quarkus.arc.profile.IfBuildProfile;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;

/** What a client developer wants to happen now: an event of one's own, a revoked token, more events or none. */
@IfBuildProfile(anyOf = {"dev", "test"})
@ApplicationScoped
class ControlRoutes {

    private final DemoPublisher story;
    private final DemoTokens tokens;
    private final RailsPublisher publisher;

    ControlRoutes(DemoPublisher story, DemoTokens tokens, RailsPublisher publisher) {
        this.story = story;
        this.tokens = tokens;
        this.publisher = publisher;
    }

    void add(@Observes Router router) {
        Control.add(router, "/demo/publish", this::publish);
        Control.add(router, "/demo/revoke", this::revoke);
        Control.add(router, "/demo/speed", this::speed);
    }

    private void publish(RoutingContext context) {
        Parameters parameters = Parameters.of(context);
        String channel = parameters.required("channel");
        if (!channel.startsWith("timeline:")) {
            throw new BadParameter("channel is one of Mastodon's, such as timeline:public");
        }
        JsonObject message =
                new JsonObject().put("event", parameters.required("event")).put("payload", parameters.value("payload"));
        publisher
                .publish(List.of(Publication.toAll(channel, message.encode())))
                .onSuccess(done -> DemoAnswer.json(context, message.put("channel", channel)))
                .onFailure(failure -> DemoAnswer.failed(context, failure));
    }

    private void revoke(RoutingContext context) {
        tokens.revoke(Parameters.of(context).required("token"))
                .onSuccess(revoked -> DemoAnswer.json(context, new JsonObject().put("revoked", revoked)))
                .onFailure(failure -> DemoAnswer.failed(context, failure));
    }

    private void speed(RoutingContext context) {
        int perSecond = Parameters.of(context).number("per_second", 0, DemoPublisher.MOST);
        story.setSpeed(perSecond);
        DemoAnswer.json(context, new JsonObject().put("per_second", perSecond));
    }
}

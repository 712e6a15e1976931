package dev.trunkline.demo;

import dev.trunkline.demo.Parameters.BadParameter;
import io.quarkus.arc.profile.IfBuildProfile;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;

/** What a client developer wants to happen now: an event of one's own, a revoked token, more events or none. */
@IfBuildProfile(anyOf = {"dev", "test"})
@ApplicationScoped
class ControlRoutes {

    private static final long MOST_BYTES = 1 << 20;

    private final DemoPublisher story;
    private final DemoTokens tokens;
    private final RailsPublisher publisher;

    ControlRoutes(DemoPublisher story, DemoTokens tokens, RailsPublisher publisher) {
        this.story = story;
        this.tokens = tokens;
        this.publisher = publisher;
    }

    void add(@Observes Router router) {
        if (!DemoEnvironment.hasRoutes()) {
            return;
        }
        BodyHandler body = BodyHandler.create(false).setBodyLimit(MOST_BYTES);
        router.post("/demo/publish").handler(body).handler(DemoAnswer.handling(this::publish));
        router.post("/demo/revoke").handler(body).handler(DemoAnswer.handling(this::revoke));
        router.post("/demo/speed").handler(body).handler(DemoAnswer.handling(this::speed));
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
        String text = Parameters.of(context).required("per_second");
        int perSecond = text.matches("\\d{1,4}") ? Integer.parseInt(text) : -1;
        if (perSecond < 0 || perSecond > DemoPublisher.MOST) {
            throw new BadParameter("per_second is a number of events from 0 to " + DemoPublisher.MOST);
        }
        story.setSpeed(perSecond);
        DemoAnswer.json(context, new JsonObject().put("per_second", perSecond));
    }
}

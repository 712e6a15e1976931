package dev.trunkline.demo;

import dev.trunkline.demo.Parameters.BadParameter;
import io.quarkus.arc.profile.IfBuildProfile;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Statuses that clients post, edit and delete, as in Mastodon's API: events come of them on the streams where Rails publishes. */
@IfBuildProfile(anyOf = {"dev", "test"})
@ApplicationScoped
class StatusRoutes {

    private static final String PATH = "/api/v1/statuses";
    private static final String ONE = PATH + "/:id";
    private static final long MOST_BYTES = 64 << 10;
    private static final int REMEMBERED = 200;
    private static final List<String> VISIBILITIES = List.of("public", "unlisted", "private");

    private final DemoTokens tokens;
    private final RailsPublisher publisher;
    private final FanOut fanOut = new FanOut(Clock.systemUTC());
    private final PostWriter writer = new PostWriter(new Random(), Clock.systemUTC());

    /** The newest that were posted; guarded by this. */
    private final Map<String, Post> posts = new LinkedHashMap<>();

    StatusRoutes(DemoTokens tokens, RailsPublisher publisher) {
        this.tokens = tokens;
        this.publisher = publisher;
    }

    void add(@Observes Router router) {
        if (!DemoEnvironment.hasRoutes()) {
            return;
        }
        BodyHandler body = BodyHandler.create(false).setBodyLimit(MOST_BYTES);
        router.post(PATH).handler(body).handler(SignedIn.as(tokens, this::post));
        router.get(ONE)
                .handler(SignedIn.as(
                        tokens,
                        (context, user) ->
                                DemoAnswer.json(context, find(context, user).json())));
        router.put(ONE).handler(body).handler(SignedIn.as(tokens, this::edit));
        router.delete(ONE).handler(SignedIn.as(tokens, this::delete));
    }

    private void post(RoutingContext context, DemoUser user) {
        Parameters parameters = Parameters.of(context);
        String visibility = parameters.get("visibility", "public");
        if (!VISIBILITIES.contains(visibility)) {
            throw new BadParameter("visibility is one of " + String.join(", ", VISIBILITIES));
        }
        Post post =
                writer.of(user.account(), visibility, parameters.get("language", "en"), parameters.required("status"));
        remember(post);
        publish(context, post, fanOut.status("update", post));
    }

    private void edit(RoutingContext context, DemoUser user) {
        Post edited = writer.edit(find(context, user), Parameters.of(context).required("status"));
        remember(edited);
        publish(context, edited, fanOut.status("status.update", edited));
    }

    private void delete(RoutingContext context, DemoUser user) {
        Post post = find(context, user);
        synchronized (this) {
            posts.remove(post.id());
        }
        publish(context, post, fanOut.delete(post));
    }

    private void publish(RoutingContext context, Post post, List<Publication> publications) {
        publisher
                .publish(publications)
                .onSuccess(done -> DemoAnswer.json(context, withText(post)))
                .onFailure(failure -> DemoAnswer.failed(context, failure));
    }

    /** A client that has deleted a status may want to write it anew. */
    private static JsonObject withText(Post post) {
        return post.json().copy().put("text", post.text());
    }

    private synchronized Post find(RoutingContext context, DemoUser user) {
        Post post = posts.get(context.pathParam("id"));
        if (post == null || !post.author().equals(user.account())) {
            throw new BadParameter("There is no such status of this person among the last " + REMEMBERED);
        }
        return post;
    }

    private synchronized void remember(Post post) {
        posts.put(post.id(), post);
        if (posts.size() > REMEMBERED) {
            posts.remove(posts.keySet().iterator().next());
        }
    }
}

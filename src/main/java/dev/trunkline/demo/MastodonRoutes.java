package dev.trunkline.demo;

import io.quarkus.arc.profile.IfBuildProfile;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.function.Function;

/**
 * As much of Mastodon's REST API as clients ask for before they open a stream: the instance, who is logged in, and timelines that are
 * empty. What the demo does not have answers 404.
 */
@IfBuildProfile(anyOf = {"dev", "test"})
@ApplicationScoped
class MastodonRoutes {

    private static final String V1 = "/api/v1/";
    private static final String V2 = "/api/v2/";
    private static final String STREAMING = V1 + "streaming";

    /** Before the answer to what no route knows. */
    private static final int AFTER_OTHERS = Integer.MAX_VALUE - 1;

    /** Empty lists for everybody. */
    private static final List<String> LISTS = List.of(
            V1 + "timelines/public",
            V1 + "timelines/tag/:tag",
            V1 + "custom_emojis",
            V1 + "directory",
            V1 + "instance/peers",
            V1 + "instance/rules",
            V1 + "trends/:kind",
            V1 + "accounts/:id/statuses");

    /** Empty lists for those who are logged in. */
    private static final List<String> OWN_LISTS = List.of(
            V1 + "timelines/home",
            V1 + "timelines/list/:list",
            V1 + "notifications",
            V1 + "conversations",
            V1 + "announcements",
            V1 + "filters",
            V2 + "filters",
            V1 + "followed_tags",
            V1 + "follow_requests",
            V1 + "favourites",
            V1 + "bookmarks",
            V1 + "blocks",
            V1 + "mutes",
            V1 + "domain_blocks",
            V1 + "featured_tags",
            V1 + "endorsements",
            V1 + "scheduled_statuses",
            V1 + "suggestions",
            V2 + "suggestions");

    private final DemoTokens tokens;

    MastodonRoutes(DemoTokens tokens) {
        this.tokens = tokens;
    }

    void add(@Observes Router router) {
        if (!DemoEnvironment.hasRoutes()) {
            return;
        }
        router.get(V1 + "instance").handler(context -> DemoAnswer.json(context, InstanceJson.v1(context.request())));
        router.get(V2 + "instance").handler(context -> DemoAnswer.json(context, InstanceJson.v2(context.request())));
        router.get("/.well-known/nodeinfo").handler(MastodonRoutes::nodeInfoLink);
        router.get("/nodeinfo/2.0").handler(context -> DemoAnswer.json(context, InstanceJson.nodeInfo()));
        own(router, V1 + "accounts/verify_credentials", MastodonRoutes::credentials);
        own(router, V1 + "markers", user -> new JsonObject());
        own(router, V1 + "preferences", user -> preferences());
        own(router, V1 + "notifications/unread_count", user -> new JsonObject().put("count", 0));
        own(router, V2 + "notifications", user -> notificationGroups());
        OWN_LISTS.forEach(path -> own(router, path, user -> new JsonArray()));
        LISTS.forEach(path -> router.get(path).handler(context -> DemoAnswer.json(context, new JsonArray())));
        router.route("/api/*").order(AFTER_OTHERS).handler(MastodonRoutes::missing);
    }

    private void own(Router router, String path, Function<DemoUser, Object> answer) {
        router.get(path).handler(SignedIn.as(tokens, (context, user) -> DemoAnswer.json(context, answer.apply(user))));
    }

    /** The server would answer that there is no such stream, which misleads where no stream was asked for. */
    private static void missing(RoutingContext context) {
        String path = context.normalizedPath();
        // Java's client offers another upgrade, to HTTP/2, on each new connection.
        if (path.startsWith(STREAMING)
                || context.request().headers().contains(HttpHeaders.UPGRADE, HttpHeaders.WEBSOCKET, true)) {
            context.next();
            return;
        }
        DemoAnswer.error(
                context, 404, "The demo does not have " + context.request().method() + " " + path);
    }

    private static void nodeInfoLink(RoutingContext context) {
        DemoAnswer.json(
                context,
                new JsonObject()
                        .put(
                                "links",
                                new JsonArray()
                                        .add(new JsonObject()
                                                .put("rel", "http://nodeinfo.diaspora.software/ns/schema/2.0")
                                                .put("href", DemoOrigin.of(context.request()) + "/nodeinfo/2.0"))));
    }

    private static JsonObject credentials(DemoUser user) {
        return AccountJson.of(user.account())
                .put(
                        "source",
                        new JsonObject()
                                .put("privacy", "public")
                                .put("sensitive", false)
                                .put("language", "en")
                                .put("note", user.account().note())
                                .put("fields", new JsonArray())
                                .put("follow_requests_count", 0))
                .put(
                        "role",
                        new JsonObject()
                                .put("id", Long.toString(user.role() == null ? Cast.EVERYBODY : user.role()))
                                .put("name", "")
                                .put("permissions", "0")
                                .put("color", "")
                                .put("highlighted", false));
    }

    private static JsonObject preferences() {
        return new JsonObject()
                .put("posting:default:visibility", "public")
                .put("posting:default:sensitive", false)
                .putNull("posting:default:language")
                .put("reading:expand:media", "default")
                .put("reading:expand:spoilers", false);
    }

    private static JsonObject notificationGroups() {
        return new JsonObject()
                .put("accounts", new JsonArray())
                .put("statuses", new JsonArray())
                .put("notification_groups", new JsonArray());
    }
}

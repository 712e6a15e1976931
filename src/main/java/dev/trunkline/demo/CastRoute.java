package dev.trunkline.demo;

import io.quarkus.arc.profile.IfBuildProfile;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Offers the page its viewers: the {@link Cast} with its tokens if the demo's data is there, otherwise none. */
@IfBuildProfile(anyOf = {"dev", "test"})
@ApplicationScoped
class CastRoute {

    void add(@Observes Router router) {
        String json = json(DemoEnvironment.hasRoutes()).encode();
        router.route("/demo/cast.json").handler(context -> context.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .end(json));
    }

    static JsonObject json(boolean withCast) {
        JsonArray accounts = new JsonArray();
        JsonArray tags = new JsonArray();
        if (withCast) {
            Cast.USERS.forEach(user -> accounts.add(account(user)));
            Cast.TAGS.forEach(tags::add);
        }
        return new JsonObject().put("accounts", accounts).put("tags", tags);
    }

    private static JsonObject account(DemoUser user) {
        JsonArray tokens = new JsonArray();
        for (DemoToken token : Cast.TOKENS) {
            if (token.user().equals(user)) {
                tokens.add(new JsonObject()
                        .put("token", token.token())
                        .put("scopes", token.scopes())
                        .put("note", token.note()));
            }
        }
        JsonArray lists = new JsonArray();
        for (DemoList list : Cast.LISTS) {
            if (list.owner().equals(user.account())) {
                lists.add(new JsonObject().put("id", Long.toString(list.id())).put("title", list.title()));
            }
        }
        return new JsonObject()
                .put("acct", user.account().acct())
                .put("displayName", user.account().displayName())
                .put("about", About.text(user))
                .put("tokens", tokens)
                .put("lists", lists);
    }
}

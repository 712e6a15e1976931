package dev.trunkline.demo;

import io.quarkus.arc.profile.IfBuildProfile;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** The demo's people as Mastodon's API shows them to clients: by id, by name, by who follows whom, and in lists. */
@IfBuildProfile(anyOf = {"dev", "test"})
@ApplicationScoped
class AccountRoutes {

    private static final String ACCOUNTS = "/api/v1/accounts/";
    private static final String LISTS = "/api/v1/lists";

    /** Paths of accounts by id; others are of other routes. */
    private static final String BY_ID = ACCOUNTS + "(?<id>[0-9]+)";

    private final DemoTokens tokens;

    AccountRoutes(DemoTokens tokens) {
        this.tokens = tokens;
    }

    void add(@Observes Router router) {
        if (!DemoEnvironment.hasRoutes()) {
            return;
        }
        router.getWithRegex(BY_ID).handler(context -> find(context, AccountJson::of));
        router.getWithRegex(BY_ID + "/following")
                .handler(context ->
                        find(context, account -> all(Cast.FOLLOWS.getOrDefault(account, List.of()).stream())));
        router.getWithRegex(BY_ID + "/followers")
                .handler(context -> find(
                        context,
                        account ->
                                all(Cast.ACCOUNTS.stream().filter(follower -> has(Cast.FOLLOWS, follower, account)))));
        router.get(ACCOUNTS + "lookup").handler(DemoAnswer.handling(AccountRoutes::lookup));
        router.get(ACCOUNTS + "search")
                .handler(SignedIn.as(tokens, (context, user) -> DemoAnswer.json(context, all(search(context)))));
        router.get("/api/v2/search")
                .handler(SignedIn.as(
                        tokens,
                        (context, user) -> DemoAnswer.json(
                                context,
                                new JsonObject()
                                        .put("accounts", all(search(context)))
                                        .put("statuses", new JsonArray())
                                        .put("hashtags", new JsonArray()))));
        router.get(ACCOUNTS + "relationships").handler(SignedIn.as(tokens, AccountRoutes::relationships));
        router.get(LISTS)
                .handler(SignedIn.as(
                        tokens,
                        (context, user) -> DemoAnswer.json(
                                context,
                                new JsonArray(
                                        lists(user).map(AccountRoutes::list).toList()))));
        router.get(LISTS + "/:id")
                .handler(SignedIn.as(tokens, (context, user) -> findList(context, user, AccountRoutes::list)));
        router.get(LISTS + "/:id/accounts")
                .handler(SignedIn.as(
                        tokens, (context, user) -> findList(context, user, list -> all(list.members().stream()))));
    }

    private static void find(RoutingContext context, Function<DemoAccount, Object> answer) {
        String id = context.pathParam("id");
        answer(
                context,
                Cast.ACCOUNTS.stream().filter(account -> id(account).equals(id)).findFirst(),
                answer);
    }

    private static void findList(RoutingContext context, DemoUser user, Function<DemoList, Object> answer) {
        String id = context.pathParam("id");
        answer(
                context,
                lists(user).filter(list -> Long.toString(list.id()).equals(id)).findFirst(),
                answer);
    }

    private static <T> void answer(RoutingContext context, Optional<T> found, Function<T, Object> answer) {
        found.ifPresentOrElse(
                known -> DemoAnswer.json(context, answer.apply(known)),
                () -> DemoAnswer.error(context, 404, "Record not found"));
    }

    private static void lookup(RoutingContext context) {
        String acct = Parameters.of(context).required("acct");
        answer(
                context,
                Cast.ACCOUNTS.stream()
                        .filter(account -> account.acct().equalsIgnoreCase(acct))
                        .findFirst(),
                AccountJson::of);
    }

    private static Stream<DemoAccount> search(RoutingContext context) {
        String asked =
                Parameters.of(context).required("q").toLowerCase(Locale.ROOT).replaceFirst("^@", "");
        return Cast.ACCOUNTS.stream().filter(account -> (account.acct() + " " + account.displayName())
                .toLowerCase(Locale.ROOT)
                .contains(asked));
    }

    private static void relationships(RoutingContext context, DemoUser user) {
        List<String> ids = Parameters.of(context).all("id");
        DemoAccount self = user.account();
        JsonArray relationships = new JsonArray();
        Cast.ACCOUNTS.stream()
                .filter(account -> ids.contains(id(account)))
                .map(account -> relationship(self, account))
                .forEach(relationships::add);
        DemoAnswer.json(context, relationships);
    }

    private static JsonObject relationship(DemoAccount self, DemoAccount other) {
        boolean following = has(Cast.FOLLOWS, self, other);
        return new JsonObject()
                .put("id", id(other))
                .put("following", following)
                .put("showing_reblogs", following)
                .put("notifying", false)
                .putNull("languages")
                .put("followed_by", has(Cast.FOLLOWS, other, self))
                .put("blocking", has(Cast.BLOCKS, self, other))
                .put("blocked_by", has(Cast.BLOCKS, other, self))
                .put("muting", has(Cast.MUTES, self, other))
                .put("muting_notifications", false)
                .put("requested", false)
                .put("requested_by", false)
                .put(
                        "domain_blocking",
                        Cast.BLOCKED_DOMAINS.getOrDefault(self, List.of()).contains(other.host()))
                .put("endorsed", false)
                .put("note", "");
    }

    private static boolean has(Map<DemoAccount, List<DemoAccount>> relationships, DemoAccount of, DemoAccount with) {
        return relationships.getOrDefault(of, List.of()).contains(with);
    }

    private static Stream<DemoList> lists(DemoUser user) {
        return Cast.LISTS.stream().filter(list -> list.owner().equals(user.account()));
    }

    private static JsonObject list(DemoList list) {
        return new JsonObject()
                .put("id", Long.toString(list.id()))
                .put("title", list.title())
                .put("replies_policy", "list")
                .put("exclusive", false);
    }

    private static JsonArray all(Stream<DemoAccount> accounts) {
        return new JsonArray(accounts.map(AccountJson::of).toList());
    }

    private static String id(DemoAccount account) {
        return Long.toString(account.id());
    }
}

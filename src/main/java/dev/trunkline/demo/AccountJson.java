package dev.trunkline.demo;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** An account as Mastodon's API shows it. */
final class AccountJson {

    private AccountJson() {}

    static JsonObject of(DemoAccount account) {
        String home = "https://" + account.host();
        String files = "https://files." + account.host() + "/accounts/";
        long number = account.id() % 1_000;
        JsonObject json = new JsonObject()
                .put("id", Long.toString(account.id()))
                .put("username", account.username())
                .put("acct", account.acct())
                .put("display_name", account.displayName())
                .put("locked", false)
                .put("bot", account.equals(Cast.ADMIN))
                .put("discoverable", true)
                .put("indexable", true)
                .put("group", false)
                .put("created_at", "2022-11-0" + (1 + number % 9) + "T00:00:00.000Z")
                .put("note", "<p>" + account.note() + "</p>")
                .put("url", home + "/@" + account.username())
                .put("uri", home + "/users/" + account.username())
                .put("avatar", files + "avatars/" + account.id() + "/original.png")
                .put("avatar_static", files + "avatars/" + account.id() + "/original.png")
                .put("header", files + "headers/" + account.id() + "/original.png")
                .put("header_static", files + "headers/" + account.id() + "/original.png")
                .put("followers_count", 37 * number)
                .put("following_count", 11 * number)
                .put("statuses_count", 101 * number)
                .put("last_status_at", "2026-11-23")
                .put("hide_collections", false);
        if (account.local()) {
            json.put("noindex", false);
        }
        json.put("emojis", new JsonArray());
        if (account.local()) {
            json.put("roles", new JsonArray());
        }
        return json.put(
                "fields",
                new JsonArray()
                        .add(new JsonObject()
                                .put("name", "Web")
                                .put(
                                        "value",
                                        "<a href=\"" + home + "/\" rel=\"nofollow noopener me\">" + account.host()
                                                + "</a>")
                                .put("verified_at", "2023-01-18T09:12:44.000+00:00")));
    }
}

package dev.trunkline.harness;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** A status as Mastodon publishes it, for tests to change. */
public final class PublishedStatus {

    private final JsonObject json;

    private PublishedStatus(JsonObject json) {
        this.json = json;
    }

    /** A new public status in English without mentions. */
    public static PublishedStatus by(Author author) {
        String id = "1134567890" + Mastodon.unique("");
        String profile = "https://social.example/@" + author.acct();
        JsonObject account = new JsonObject()
                .put("id", Long.toString(author.id()))
                .put("username", author.username())
                .put("acct", author.acct())
                .put("display_name", "Someone \"who\" writes\\")
                .put("locked", false)
                .put("created_at", "2022-11-01T00:00:00.000Z")
                .put("note", "<p>I write.</p>")
                .put("url", profile)
                .put("followers_count", 37)
                .put("emojis", new JsonArray())
                .put("fields", new JsonArray());
        return new PublishedStatus(new JsonObject()
                .put("id", id)
                .put("created_at", "2026-11-23T12:00:00.000Z")
                .putNull("in_reply_to_id")
                .putNull("in_reply_to_account_id")
                .put("sensitive", false)
                .put("spoiler_text", "")
                .put("visibility", "public")
                .put("language", "en")
                .put("url", profile + "/" + id)
                .put("replies_count", 0)
                .put("content", "<p>Status " + id + "</p>")
                .putNull("reblog")
                .put("account", account)
                .put("media_attachments", new JsonArray())
                .put("mentions", new JsonArray())
                .put("tags", new JsonArray())
                .put("emojis", new JsonArray())
                .putNull("card")
                .putNull("poll"));
    }

    /** A copy with that member added or replaced; null is JSON's. */
    public PublishedStatus with(String member, Object value) {
        return new PublishedStatus(json.copy().put(member, value));
    }

    public PublishedStatus without(String member) {
        JsonObject less = json.copy();
        less.remove(member);
        return new PublishedStatus(less);
    }

    public PublishedStatus mentioning(Author... people) {
        JsonArray mentions = new JsonArray();
        for (Author person : people) {
            mentions.add(new JsonObject()
                    .put("id", Long.toString(person.id()))
                    .put("username", person.username())
                    .put("url", "https://social.example/@" + person.acct())
                    .put("acct", person.acct()));
        }
        return with("mentions", mentions);
    }

    public PublishedStatus content(String html) {
        return with("content", html);
    }

    /** A copy with a poll of these options. */
    public PublishedStatus asking(String... titles) {
        JsonArray options = new JsonArray();
        for (String title : titles) {
            options.add(new JsonObject().put("title", title).put("votes_count", 3));
        }
        return with(
                "poll", new JsonObject().put("id", "7").put("multiple", false).put("options", options));
    }

    /** A copy with pictures of these descriptions; null for none. */
    public PublishedStatus showing(String... descriptions) {
        JsonArray media = new JsonArray();
        for (String description : descriptions) {
            media.add(new JsonObject()
                    .put("id", "8")
                    .put("type", "image")
                    .put("url", "https://files.social.example/8.png")
                    .put("description", description));
        }
        return with("media_attachments", media);
    }

    public String id() {
        return json.getString("id");
    }

    /** Its JSON, without white space. */
    public String json() {
        return json.encode();
    }

    /** The payload for a viewer with an account none of whose keyword filters match. */
    public String seen() {
        return seen("[]");
    }

    /** The payload for a viewer with these results of keyword filters. */
    public String seen(String results) {
        return filtered(json(), results);
    }

    /** That payload with the member {@code filtered} at its end. */
    public static String filtered(String payload, String results) {
        return payload.substring(0, payload.length() - 1) + ",\"filtered\":" + results + "}";
    }
}

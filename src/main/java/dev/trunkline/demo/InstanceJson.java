package dev.trunkline.demo;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** The demo's instance as Mastodon's API shows it. What clients look at first is where streams are. */
final class InstanceJson {

    private static final String TITLE = "Trunkline's demo";
    private static final String VERSION = "4.4.0 (compatible; Trunkline's demo)";
    private static final String DESCRIPTION = "A Mastodon instance of which only the streams are real.";
    private static final int MOST_CHARACTERS = 500;

    private InstanceJson() {}

    static JsonObject v1(HttpServerRequest request) {
        return new JsonObject()
                .put("uri", DemoOrigin.host(request))
                .put("title", TITLE)
                .put("short_description", DESCRIPTION)
                .put("description", DESCRIPTION)
                .put("email", "admin@" + Cast.LOCAL_DOMAIN)
                .put("version", VERSION)
                .put("urls", new JsonObject().put("streaming_api", DemoOrigin.ofWebSockets(request)))
                .put(
                        "stats",
                        new JsonObject()
                                .put("user_count", Cast.USERS.size())
                                .put("status_count", 0)
                                .put("domain_count", domains()))
                .putNull("thumbnail")
                .put("languages", new JsonArray().add("en"))
                .put("registrations", false)
                .put("approval_required", false)
                .put("invites_enabled", false)
                .put("configuration", configuration())
                .put("contact_account", AccountJson.of(Cast.ADMIN))
                .put("rules", new JsonArray());
    }

    static JsonObject v2(HttpServerRequest request) {
        return new JsonObject()
                .put("domain", DemoOrigin.host(request))
                .put("title", TITLE)
                .put("version", VERSION)
                .put("source_url", "https://github.com/mastodon/mastodon")
                .put("description", DESCRIPTION)
                .put("usage", new JsonObject().put("users", new JsonObject().put("active_month", Cast.USERS.size())))
                .put("thumbnail", new JsonObject().put("url", DemoOrigin.of(request) + "/app/icon.svg"))
                .put("icon", new JsonArray())
                .put("languages", new JsonArray().add("en"))
                .put(
                        "configuration",
                        configuration()
                                .put("urls", new JsonObject().put("streaming", DemoOrigin.ofWebSockets(request)))
                                .put("vapid", new JsonObject().put("public_key", ""))
                                .put("translation", new JsonObject().put("enabled", false)))
                .put(
                        "registrations",
                        new JsonObject()
                                .put("enabled", false)
                                .put("approval_required", false)
                                .putNull("message")
                                .putNull("url"))
                .put("api_versions", new JsonObject().put("mastodon", 6))
                .put(
                        "contact",
                        new JsonObject()
                                .put("email", "admin@" + Cast.LOCAL_DOMAIN)
                                .put("account", AccountJson.of(Cast.ADMIN)))
                .put("rules", new JsonArray());
    }

    /** By which clients that know several kinds of servers tell this one (NodeInfo 2.0). */
    static JsonObject nodeInfo() {
        return new JsonObject()
                .put("version", "2.0")
                .put("software", new JsonObject().put("name", "mastodon").put("version", VERSION))
                .put("protocols", new JsonArray().add("activitypub"))
                .put(
                        "services",
                        new JsonObject().put("outbound", new JsonArray()).put("inbound", new JsonArray()))
                .put(
                        "usage",
                        new JsonObject()
                                .put("users", new JsonObject().put("total", Cast.USERS.size()))
                                .put("localPosts", 0))
                .put("openRegistrations", false)
                .put("metadata", new JsonObject());
    }

    private static long domains() {
        return Cast.ACCOUNTS.stream().map(DemoAccount::host).distinct().count();
    }

    private static JsonObject configuration() {
        return new JsonObject()
                .put("accounts", new JsonObject().put("max_featured_tags", 10).put("max_pinned_statuses", 5))
                .put(
                        "statuses",
                        new JsonObject()
                                .put("max_characters", MOST_CHARACTERS)
                                .put("max_media_attachments", 0)
                                .put("characters_reserved_per_url", 23))
                .put("media_attachments", new JsonObject().put("supported_mime_types", new JsonArray()))
                .put(
                        "polls",
                        new JsonObject()
                                .put("max_options", 4)
                                .put("max_characters_per_option", 50)
                                .put("min_expiration", 300)
                                .put("max_expiration", 2_629_746));
    }
}

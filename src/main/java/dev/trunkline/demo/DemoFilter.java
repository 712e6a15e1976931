package dev.trunkline.demo;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A keyword filter of a local account.
 *
 * @param action as in {@code custom_filters.action}
 * @param wholeWord whether the keywords match as whole words only
 */
record DemoFilter(
        long id,
        DemoAccount owner,
        String title,
        Action action,
        @Nullable LocalDateTime expiresAt,
        boolean wholeWord,
        List<String> keywords) {

    /** In the order of their values in the database. */
    enum Action {
        WARN,
        HIDE
    }

    static final List<String> CONTEXT = List.of("home", "public");

    boolean expired() {
        return Cast.PAST.equals(expiresAt);
    }

    /** The entry that Rails adds to {@code filtered} of a home update if this filter matches. */
    Optional<JsonObject> match(String text) {
        if (expired()) {
            return Optional.empty();
        }
        String lower = text.toLowerCase(Locale.ROOT);
        return keywords.stream().filter(lower::contains).findFirst().map(this::result);
    }

    private JsonObject result(String keyword) {
        return new JsonObject()
                .put(
                        "filter",
                        new JsonObject()
                                .put("id", Long.toString(id))
                                .put("title", title)
                                .put("context", new JsonArray(CONTEXT))
                                .put("expires_at", expiresAt == null ? null : expiresAt + "Z")
                                .put("filter_action", action.name().toLowerCase(Locale.ROOT)))
                .put("keyword_matches", new JsonArray().add(keyword))
                .putNull("status_matches");
    }
}

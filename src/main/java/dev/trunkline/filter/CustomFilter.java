package dev.trunkline.filter;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A row of {@code custom_filters} with its keywords, ready to be written (protocol, section 6, check 4). */
final class CustomFilter {

    private static final DateTimeFormatter FROM_THE_MONTH =
            DateTimeFormatter.ofPattern("-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT);

    private final long id;
    private final AccountFilters owner;
    private final @Nullable Instant expiresAt;
    private final String json;
    private final List<Keyword> keywords = new ArrayList<>();

    /** @param expiresAt null: never */
    CustomFilter(
            AccountFilters owner,
            long id,
            String title,
            List<String> context,
            @Nullable Instant expiresAt,
            FilterAction action) {
        this.owner = owner;
        this.id = id;
        this.expiresAt = expiresAt;
        this.json = json(id, title, context, expiresAt, action);
    }

    long id() {
        return id;
    }

    AccountFilters owner() {
        return owner;
    }

    List<Keyword> keywords() {
        return keywords;
    }

    boolean expired(Instant now) {
        return expiresAt != null && !expiresAt.isAfter(now);
    }

    /** Appends the FilterResult of a match. */
    void appendResult(StringBuilder result, String match) {
        result.append("{\"filter\":").append(json).append(",\"keyword_matches\":[");
        JsonString.append(result, match);
        result.append("],\"status_matches\":null}");
    }

    private static String json(
            long id, String title, List<String> context, @Nullable Instant expiresAt, FilterAction action) {
        StringBuilder json = new StringBuilder("{\"id\":\"").append(id).append("\",\"title\":");
        JsonString.append(json, title);
        json.append(",\"context\":[");
        for (int i = 0; i < context.size(); i++) {
            if (i > 0) {
                json.append(',');
            }
            JsonString.append(json, context.get(i));
        }
        json.append("],\"expires_at\":");
        if (expiresAt == null) {
            json.append("null");
        } else {
            json.append('"').append(javaScriptDate(expiresAt)).append('"');
        }
        return json.append(",\"filter_action\":\"")
                .append(action.label())
                .append("\"}")
                .toString();
    }

    /** As {@code toISOString} writes it: a year beyond 9999 has a sign and six digits. */
    private static String javaScriptDate(Instant instant) {
        OffsetDateTime date = instant.atOffset(ZoneOffset.UTC);
        return String.format(Locale.ROOT, date.getYear() > 9999 ? "+%06d" : "%04d", date.getYear())
                + FROM_THE_MONTH.format(date);
    }
}

package dev.trunkline.filter;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.trunkline.event.JsonString;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A row of {@code custom_filters} with its keywords and its JSON (protocol, section 6, check 4). */
final class CustomFilter {

    private static final DateTimeFormatter FROM_THE_MONTH =
            DateTimeFormatter.ofPattern("-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT);

    private static final byte[] MATCHES = ",\"keyword_matches\":[".getBytes(UTF_8);
    private static final byte[] END = "],\"status_matches\":null}".getBytes(UTF_8);

    private static final long OVERHEAD = 200;

    /** A keyword with its phrase, and its nodes and entries in the index. */
    private static final long KEYWORD_OVERHEAD = 600;

    /** In the phrase and in the index. */
    private static final long BYTES_PER_CHARACTER = 4;

    private final long id;
    private final @Nullable Instant expiresAt;
    private final byte[] beginOfResult;
    private final List<Keyword> keywords = new ArrayList<>();
    private final Set<Phrase> phrases = new HashSet<>();

    /** @param expiresAt null for never */
    CustomFilter(long id, String title, List<String> context, @Nullable Instant expiresAt, FilterAction action) {
        this.id = id;
        this.expiresAt = expiresAt;
        this.beginOfResult = beginOfResult(id, title, context, expiresAt, action);
    }

    long id() {
        return id;
    }

    List<Keyword> keywords() {
        return keywords;
    }

    /** Adds a keyword, unless an earlier one has the same phrase and so always matches first. */
    void add(Keyword keyword) {
        if (phrases.add(keyword.phrase())) {
            keywords.add(keyword);
        }
    }

    /** Approximate bytes that it occupies, with its keywords and their part of the index. */
    long weight() {
        long weight = OVERHEAD + beginOfResult.length;
        for (Keyword keyword : keywords) {
            weight += KEYWORD_OVERHEAD
                    + BYTES_PER_CHARACTER * keyword.phrase().folded().length();
        }
        return weight;
    }

    boolean expired(Instant now) {
        return expiresAt != null && !expiresAt.isAfter(now);
    }

    /** Appends the FilterResult of a match. */
    void appendResult(ByteArrayOutputStream result, String match) {
        result.writeBytes(beginOfResult);
        result.writeBytes(MATCHES);
        result.writeBytes(JsonString.of(match));
        result.writeBytes(END);
    }

    private static byte[] beginOfResult(
            long id, String title, List<String> context, @Nullable Instant expiresAt, FilterAction action) {
        ByteArrayOutputStream json = new ByteArrayOutputStream();
        json.writeBytes(("{\"filter\":{\"id\":\"" + id + "\",\"title\":").getBytes(UTF_8));
        json.writeBytes(JsonString.of(title));
        json.writeBytes(",\"context\":[".getBytes(UTF_8));
        for (int i = 0; i < context.size(); i++) {
            if (i > 0) {
                json.write(',');
            }
            json.writeBytes(JsonString.of(context.get(i)));
        }
        String end = expiresAt == null ? "null" : '"' + javaScriptDate(expiresAt) + '"';
        json.writeBytes(("],\"expires_at\":" + end + ",\"filter_action\":\"" + action.label() + "\"}").getBytes(UTF_8));
        return json.toByteArray();
    }

    /** As {@code toISOString} writes it: a year after 9999 has a sign and six digits. */
    private static String javaScriptDate(Instant instant) {
        OffsetDateTime date = instant.atOffset(ZoneOffset.UTC);
        return String.format(Locale.ROOT, date.getYear() > 9999 ? "+%06d" : "%04d", date.getYear())
                + FROM_THE_MONTH.format(date);
    }
}

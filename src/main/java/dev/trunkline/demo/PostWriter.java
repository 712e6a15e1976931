package dev.trunkline.demo;

import dev.trunkline.stream.Hashtag;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** Writes statuses as Mastodon's API shows them, with all members of its serializer, 2 to 4 KB each. */
final class PostWriter {

    static final int LEAST_BYTES = 2_048;
    static final int MAX_BYTES = 3_900;

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final Texts texts = Texts.load();
    private final RandomGenerator random;
    private final Clock clock;
    private final Attachments attachments;
    private int sequence;

    PostWriter(RandomGenerator random, Clock clock) {
        this.random = random;
        this.clock = clock;
        this.attachments = new Attachments(random, clock);
    }

    /** A new status; {@code visibility} as in the API. */
    Post write(DemoAccount author, String visibility, Optional<Post> answered, List<DemoAccount> mentioned) {
        String language =
                author.languages().get(random.nextInt(author.languages().size()));
        List<String> sentences = new ArrayList<>();
        List<String> used = new ArrayList<>();
        Supplier<String> another = () -> {
            String sentence = texts.sentence(language, random, used);
            used.add(sentence);
            return sentence;
        };
        List<String> tags = tags();
        String id = nextId();
        JsonObject json = frame(author, visibility, language, id);
        answered.ifPresent(to -> json.put("in_reply_to_id", to.id())
                .put("in_reply_to_account_id", Long.toString(to.author().id())));
        JsonArray media = attachments.media(author, random.nextInt(10) < 3 ? 1 + random.nextInt(2) : 0);
        boolean hasMedia = !media.isEmpty();
        json.put("media_attachments", media)
                .put("mentions", mentions(mentioned))
                .put("tags", tagObjects(author, tags));
        if (!hasMedia && random.nextInt(8) == 0) {
            json.put("poll", attachments.poll(id, another));
        } else if (!hasMedia && random.nextInt(4) == 0) {
            json.put("card", attachments.card(language, another.get()));
        }
        if (random.nextInt(12) == 0) {
            json.put("spoiler_text", another.get()).put("sensitive", true);
        }
        do {
            sentences.add(another.get());
            json.put("content", Html.content(author, mentioned, sentences, tags));
        } while (size(json) < LEAST_BYTES);
        if (size(json) > MAX_BYTES) {
            json.putNull("card").putNull("poll");
        }
        boolean replyToOther =
                answered.filter(to -> !to.author().equals(author)).isPresent();
        return new Post(
                author,
                json,
                String.join("\n\n", sentences),
                mentioned,
                tags.stream().map(Hashtag::normalise).toList(),
                hasMedia,
                replyToOther);
    }

    /** A new status with a text that somebody has written. */
    Post of(DemoAccount author, String visibility, String language, String text) {
        List<String> tags = Hashtags.of(text);
        JsonObject json = frame(author, visibility, language, nextId())
                .put("content", Html.content(author, text))
                .put("tags", tagObjects(author, tags))
                .put("replies_count", 0)
                .put("reblogs_count", 0)
                .put("favourites_count", 0);
        return new Post(author, json, text, List.of(), tags, false, false);
    }

    /** The same status with another text. */
    Post edit(Post post, String text) {
        List<String> tags = Hashtags.of(text);
        JsonObject json = post.json()
                .copy()
                .put("edited_at", now())
                .put("content", Html.content(post.author(), text))
                .put("tags", tagObjects(post.author(), tags));
        return new Post(post.author(), json, text, post.mentioned(), tags, post.hasMedia(), post.replyToOther());
    }

    /** The same status after an edit. */
    Post edit(Post post) {
        String added = texts.sentence(post.json().getString("language"), random, List.of());
        JsonObject json = post.json()
                .copy()
                .put("edited_at", now())
                .put("content", post.json().getString("content") + "<p>[+] " + Html.escape(added) + "</p>")
                .put("favourites_count", post.json().getInteger("favourites_count") + random.nextInt(5));
        return new Post(
                post.author(),
                json,
                post.text() + "\n\n" + added,
                post.mentioned(),
                post.tags(),
                post.hasMedia(),
                post.replyToOther());
    }

    /** A boost, for home timelines only. */
    Post boost(DemoAccount booster, Post post) {
        String id = nextId();
        JsonObject json = frame(booster, "public", "", id)
                .putNull("language")
                .put("content", post.json().getString("content"))
                .put("reblog", post.json());
        return new Post(booster, json, post.text(), List.of(post.author()), List.of(), false, true);
    }

    /** Snowflake ids like Mastodon's: milliseconds and a counter. */
    String nextId() {
        sequence = (sequence + 1) & 0xffff;
        return Long.toString((clock.millis() << 16) | sequence);
    }

    String now() {
        return time(clock.instant());
    }

    static String time(Instant instant) {
        return TIME.format(instant);
    }

    static int size(JsonObject json) {
        return json.encode().getBytes(StandardCharsets.UTF_8).length;
    }

    private JsonObject frame(DemoAccount author, String visibility, String language, String id) {
        String home = "https://" + author.host();
        JsonObject json = new JsonObject()
                .put("id", id)
                .put("created_at", now())
                .putNull("in_reply_to_id")
                .putNull("in_reply_to_account_id")
                .put("sensitive", false)
                .put("spoiler_text", "")
                .put("visibility", visibility)
                .put("language", language)
                .put("uri", home + "/users/" + author.username() + "/statuses/" + id)
                .put("url", home + "/@" + author.username() + "/" + id)
                .put("replies_count", random.nextInt(4))
                .put("reblogs_count", random.nextInt(9))
                .put("favourites_count", random.nextInt(20))
                .put("quotes_count", 0)
                .putNull("edited_at")
                .put("content", "")
                .put(
                        "quote_approval",
                        new JsonObject()
                                .put("automatic", new JsonArray().add("public"))
                                .put("manual", new JsonArray())
                                .put("current_user", "unknown"))
                .putNull("reblog");
        if (author.local()) {
            json.put("application", new JsonObject().put("name", "Web").putNull("website"));
        }
        return json.put("account", AccountJson.of(author))
                .put("media_attachments", new JsonArray())
                .put("mentions", new JsonArray())
                .put("tags", new JsonArray())
                .put("emojis", new JsonArray())
                .putNull("quote")
                .putNull("card")
                .putNull("poll");
    }

    private List<String> tags() {
        List<String> tags = new ArrayList<>();
        for (int count = random.nextInt(3); count > 0; count--) {
            String tag = Cast.TAGS.get(random.nextInt(Cast.TAGS.size()));
            if (!tags.contains(tag)) {
                tags.add(tag);
            }
        }
        return tags;
    }

    private static JsonArray mentions(List<DemoAccount> mentioned) {
        JsonArray array = new JsonArray();
        for (DemoAccount account : mentioned) {
            array.add(new JsonObject()
                    .put("id", Long.toString(account.id()))
                    .put("username", account.username())
                    .put("url", Html.profile(account))
                    .put("acct", account.acct()));
        }
        return array;
    }

    private static JsonArray tagObjects(DemoAccount author, List<String> tags) {
        JsonArray array = new JsonArray();
        for (String tag : tags) {
            array.add(new JsonObject().put("name", Hashtag.normalise(tag)).put("url", Html.tagUrl(author, tag)));
        }
        return array;
    }
}

package dev.trunkline.demo;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** Attachments of a status: media, a poll, a preview card. */
final class Attachments {

    private static final List<String> BLURHASHES = List.of(
            "LEHV6nWB2yk8pyo0adR*.7kCMdnj",
            "LGF5]+Yk^6#M@-5c,1J5@[or[Q6.",
            "L6PZfSi_.AyE_3t7t7R**0o#DgR4",
            "LKO2?U%2Tw=w]~RBVZRi};RPxuwH");

    private static final List<String> DESCRIPTIONS = List.of(
            "A grey cat asleep on an open dictionary, one paw on the letter Q.",
            "Wet cobblestones at night, a bicycle leaning on a lamp post.",
            "A loaf of bread with a dark crust, scored in the shape of a wheat ear.",
            "Waterfall plot of a radio receiver with one bright line.");

    private final RandomGenerator random;
    private final Clock clock;

    Attachments(RandomGenerator random, Clock clock) {
        this.random = random;
        this.clock = clock;
    }

    JsonArray media(DemoAccount author, int count) {
        JsonArray media = new JsonArray();
        for (int i = 0; i < count; i++) {
            String id = Long.toString((clock.millis() << 16) | (0x8000 + random.nextInt(0x8000)));
            String url = "https://files." + author.host() + "/media_attachments/" + id;
            media.add(new JsonObject()
                    .put("id", id)
                    .put("type", "image")
                    .put("url", url + "/original.jpg")
                    .put("preview_url", url + "/small.jpg")
                    .put("remote_url", author.local() ? null : url + "/original.jpg")
                    .putNull("preview_remote_url")
                    .putNull("text_url")
                    .put(
                            "meta",
                            new JsonObject().put("original", size(1600, 1200)).put("small", size(640, 480)))
                    .put("description", DESCRIPTIONS.get(random.nextInt(DESCRIPTIONS.size())))
                    .put("blurhash", BLURHASHES.get(random.nextInt(BLURHASHES.size()))));
        }
        return media;
    }

    private static JsonObject size(int width, int height) {
        return new JsonObject()
                .put("width", width)
                .put("height", height)
                .put("size", width + "x" + height)
                .put("aspect", (double) width / height);
    }

    JsonObject poll(String id, Supplier<String> sentences) {
        JsonArray options = new JsonArray();
        int votes = 0;
        for (int i = 2 + random.nextInt(2); i > 0; i--) {
            int count = random.nextInt(90);
            votes += count;
            options.add(
                    new JsonObject().put("title", shortened(sentences.get())).put("votes_count", count));
        }
        return new JsonObject()
                .put("id", id)
                .put("expires_at", PostWriter.time(clock.instant().plus(Duration.ofDays(1))))
                .put("expired", false)
                .put("multiple", false)
                .put("votes_count", votes)
                .put("voters_count", votes)
                .put("options", options)
                .put("emojis", new JsonArray());
    }

    private static String shortened(String sentence) {
        int end = sentence.offsetByCodePoints(0, Math.min(48, sentence.codePointCount(0, sentence.length())));
        return end == sentence.length() ? sentence : sentence.substring(0, end) + "…";
    }

    JsonObject card(String language, String title) {
        return new JsonObject()
                .put("url", "https://news.example/" + random.nextInt(1_000_000))
                .put("title", title)
                .put("description", "")
                .put("language", language)
                .put("type", "link")
                .put("author_name", "")
                .put("author_url", "")
                .put("provider_name", "The Example Courier")
                .put("provider_url", "https://news.example/")
                .put("html", "")
                .put("width", 640)
                .put("height", 360)
                .putNull("image")
                .put("image_description", "")
                .put("embed_url", "")
                .put("blurhash", BLURHASHES.get(random.nextInt(BLURHASHES.size())))
                .putNull("published_at")
                .put("authors", new JsonArray());
    }
}

package dev.trunkline.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trunkline.stream.Hashtag;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The demo publishes events like those of Rails. */
class StoryTest {

    private static final int EVENTS = 500;

    /** In events, one a second. */
    private static final int SOON = 30;

    /** The keywords of alice's filter that warns. */
    private static final Pattern FILTERED = Pattern.compile("\\b(finale|last chapter)\\b", Pattern.CASE_INSENSITIVE);

    private static final List<Publication> PUBLICATIONS = tell();

    @Test
    void isReproducible() {
        assertEquals(PUBLICATIONS, tell());
    }

    @Test
    void everyEventOfTheProtocolOccurs() {
        assertEquals(
                Set.of(
                        "update",
                        "status.update",
                        "delete",
                        "notification",
                        "conversation",
                        "announcement",
                        "announcement.reaction",
                        "announcement.delete",
                        "notifications_merged",
                        "filters_changed"),
                PUBLICATIONS.stream()
                        .map(publication -> json(publication).getString("event"))
                        .collect(Collectors.toSet()));
    }

    @Test
    void everyChannelOfTheProtocolOccurs() {
        Set<String> channels = PUBLICATIONS.stream().map(Publication::channel).collect(Collectors.toSet());
        assertTrue(channels.containsAll(Set.of(
                "timeline:public",
                "timeline:public:media",
                "timeline:public:local",
                "timeline:public:local:media",
                "timeline:public:remote",
                "timeline:public:remote:media",
                "timeline:list:301",
                "timeline:list:302")));
        for (String tag : Cast.TAGS) {
            assertTrue(channels.contains("timeline:hashtag:" + Hashtag.normalise(tag)), tag);
            assertTrue(channels.contains("timeline:hashtag:" + Hashtag.normalise(tag) + ":local"), tag);
        }
        long alice = Cast.ALICE.id();
        assertTrue(channels.contains("timeline:" + alice));
        assertTrue(channels.contains("timeline:" + alice + ":notifications"));
        assertTrue(channels.contains("timeline:direct:" + alice));
        assertTrue(channels.contains("timeline:system:" + alice));
    }

    @Test
    void personalChannelsDependOnTheirKeysAndPublicOnesDoNot() {
        for (Publication publication : PUBLICATIONS) {
            String channel = publication.channel();
            if (channel.startsWith("timeline:public")
                    || channel.startsWith("timeline:hashtag:")
                    || channel.startsWith("timeline:system:")) {
                assertEquals(List.of(), publication.onlyIfAny(), channel);
            } else {
                assertTrue(publication.onlyIfAny().contains("subscribed:" + channel), channel);
            }
        }
    }

    @Test
    void statusesAreOfARealisticSizeAndComplete() {
        int statuses = 0;
        for (Publication publication : PUBLICATIONS) {
            JsonObject message = json(publication);
            if (!message.getString("event").endsWith("update")
                    || !publication.channel().startsWith("timeline:public")) {
                continue;
            }
            JsonObject status = message.getJsonObject("payload");
            int size = status.encode().getBytes(StandardCharsets.UTF_8).length;
            assertTrue(size >= 2_048 && size <= 4_096, () -> size + " bytes: " + status);
            for (String member : List.of(
                    "id",
                    "created_at",
                    "in_reply_to_id",
                    "sensitive",
                    "spoiler_text",
                    "visibility",
                    "language",
                    "uri",
                    "url",
                    "replies_count",
                    "reblogs_count",
                    "favourites_count",
                    "edited_at",
                    "content",
                    "reblog",
                    "account",
                    "media_attachments",
                    "mentions",
                    "tags",
                    "emojis",
                    "card",
                    "poll")) {
                assertTrue(status.containsKey(member), member);
            }
            assertFalse(status.containsKey("filtered"), "public channels are for everybody");
            statuses++;
        }
        assertTrue(statuses > 200);
    }

    @Test
    void statusesAreVaried() {
        Set<String> languages = new HashSet<>();
        boolean media = false;
        boolean poll = false;
        boolean card = false;
        boolean mentions = false;
        boolean warning = false;
        for (Publication publication : PUBLICATIONS) {
            JsonObject message = json(publication);
            if (message.getString("event").equals("update")
                    && publication.channel().startsWith("timeline:public")) {
                JsonObject status = message.getJsonObject("payload");
                languages.add(status.getString("language"));
                media |= !status.getJsonArray("media_attachments").isEmpty();
                poll |= status.getJsonObject("poll") != null;
                card |= status.getJsonObject("card") != null;
                mentions |= !status.getJsonArray("mentions").isEmpty();
                warning |= !status.getString("spoiler_text").isEmpty();
            }
        }
        assertTrue(media && poll && card && mentions && warning);
        assertTrue(languages.size() >= 9, languages::toString);
    }

    @Test
    void onlyPublishedStatusesAreDeletedOrEditedInTheirChannels() {
        Set<String> published = new HashSet<>();
        int deletions = 0;
        for (Publication publication : PUBLICATIONS) {
            JsonObject message = json(publication);
            switch (message.getString("event")) {
                case "update" ->
                    published.add(publication.channel()
                            + " "
                            + message.getJsonObject("payload").getString("id"));
                case "status.update" ->
                    assertTrue(published.contains(publication.channel()
                            + " "
                            + message.getJsonObject("payload").getString("id")));
                case "delete" -> {
                    assertTrue(published.remove(publication.channel() + " " + message.getString("payload"))
                            || !publication.onlyIfAny().isEmpty());
                    deletions++;
                }
                default -> assertFalse(message.getString("event").isEmpty());
            }
        }
        assertTrue(deletions > 0);
    }

    @Test
    void mediaTimelinesGetMediaOnly() {
        for (Publication publication : PUBLICATIONS) {
            JsonObject message = json(publication);
            if (publication.channel().endsWith(":media")
                    && message.getString("event").equals("update")) {
                JsonArray media = message.getJsonObject("payload").getJsonArray("media_attachments");
                assertFalse(media.isEmpty());
            }
        }
    }

    @Test
    void homeTimelinesGetTheirOwnersMembersAndNoBlockedAuthors() {
        String home = "timeline:" + Cast.ALICE.id();
        boolean filtered = false;
        for (Publication publication : PUBLICATIONS) {
            JsonObject message = json(publication);
            if (publication.channel().equals(home) && message.getString("event").equals("update")) {
                JsonObject status = message.getJsonObject("payload");
                assertTrue(message.containsKey("queued_at"));
                assertEquals(false, status.getBoolean("favourited"));
                filtered |= !status.getJsonArray("filtered").isEmpty();
                assertFalse(status.getJsonObject("account").getString("acct").equals(Cast.TROLL.acct()));
                assertFalse(status.getString("content").toLowerCase(Locale.ROOT).contains("crypto"));
            }
        }
        assertTrue(filtered, "a filter of Alice's matched");
    }

    /** Statuses that alice hides, each kind of hiding, while bob sees them. */
    @Test
    void differencesBetweenViewersShowSoon() {
        Map<String, Integer> first = new HashMap<>();
        int last = 0;
        List<List<Publication>> events = events(DemoPublisher.SEED);
        for (int i = 0; i < events.size(); i++) {
            for (Publication publication : events.get(i)) {
                for (String means : alicesMeans(publication)) {
                    first.putIfAbsent(means, i);
                    assertTrue(i - last <= SOON, "nothing of the kind between " + last + " and " + i);
                    last = i;
                }
            }
        }
        assertEquals(Set.of("block", "mute", "domain", "filter"), first.keySet());
        first.forEach((means, i) -> assertTrue(i < SOON, means + " is first seen after " + i + " s"));
    }

    private static List<String> alicesMeans(Publication publication) {
        JsonObject message = json(publication);
        if (!publication.channel().equals("timeline:public")
                || !message.getString("event").equals("update")) {
            return List.of();
        }
        JsonObject status = message.getJsonObject("payload");
        if (!List.of("en", "de").contains(status.getString("language"))) {
            return List.of();
        }
        String author = status.getJsonObject("account").getString("acct");
        List<String> means = new ArrayList<>();
        if (author.equals(Cast.TROLL.acct())) {
            means.add("block");
        } else if (author.equals(Cast.JUAN.acct())) {
            means.add("mute");
        } else if (author.equals(Cast.SPAM.acct())) {
            means.add("domain");
        } else if (FILTERED.matcher(status.getString("content")).find()) {
            means.add("filter");
        }
        return means;
    }

    private static JsonObject json(Publication publication) {
        return new JsonObject(publication.message());
    }

    private static List<Publication> tell() {
        return events(1).stream().flatMap(List::stream).toList();
    }

    private static List<List<Publication>> events(long seed) {
        AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-23T12:00:00Z"));
        InstantSource source = now::get;
        Clock clock = source.withZone(ZoneOffset.UTC);
        Story story = new Story(seed, clock);
        List<List<Publication>> events = new ArrayList<>();
        for (int i = 0; i < EVENTS; i++) {
            events.add(story.next());
            now.updateAndGet(time -> time.plus(Duration.ofSeconds(1)));
        }
        return events;
    }
}

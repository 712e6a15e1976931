package dev.trunkline.demo;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

/**
 * The events of the demo's instance, one after another: the same sequence for the same seed and clock. Independent of Redis and
 * of time; {@link DemoPublisher} decides when to ask for the next event.
 */
final class Story {

    /** The kinds of events, and their share in per cent. */
    private enum Turn {
        POST(62),
        BOOST(4),
        EDIT(8),
        DELETE(7),
        NOTIFY(9),
        CONVERSE(4),
        ANNOUNCE(1),
        REACT(2),
        WITHDRAW(1),
        MERGE(1),
        CHANGE_FILTERS(1);

        private final int share;

        Turn(int share) {
            this.share = share;
        }
    }

    private static final int REMEMBERED = 100;

    private static final List<DemoAccount> LOCAL =
            Cast.USERS.stream().map(DemoUser::account).filter(Story::active).toList();

    private static final List<DemoAccount> AUTHORS = Stream.concat(Cast.ACCOUNTS.stream(), Cast.TALKATIVE.stream())
            .filter(Story::active)
            .toList();

    private final Random random;
    private final PostWriter writer;
    private final FanOut fanOut;
    private final List<Turn> deck = new ArrayList<>();
    private final List<Post> posts = new ArrayList<>();
    private final List<JsonObject> announcements = new ArrayList<>();
    private final Map<Turn, Integer> turns = new EnumMap<>(Turn.class);

    Story(long seed, Clock clock) {
        random = new Random(seed);
        writer = new PostWriter(random, clock);
        fanOut = new FanOut(clock);
    }

    private static boolean active(DemoAccount account) {
        return !account.equals(Cast.ERIN) && !account.equals(Cast.SAM);
    }

    /** The messages that Rails publishes for the next event; at least one. */
    List<Publication> next() {
        if (deck.isEmpty()) {
            for (Turn turn : Turn.values()) {
                deck.addAll(Collections.nCopies(turn.share, turn));
            }
            Collections.shuffle(deck, random);
        }
        Turn turn = deck.remove(deck.size() - 1);
        turns.merge(turn, 1, Integer::sum);
        return switch (turn) {
            case POST -> post();
            case BOOST -> posts.isEmpty() ? post() : boost();
            case EDIT -> posts.isEmpty() ? post() : edit();
            case DELETE -> posts.isEmpty() ? post() : delete();
            case NOTIFY -> posts.isEmpty() ? post() : notification(pick(LOCAL), pick(posts), notificationType());
            case CONVERSE -> converse();
            case ANNOUNCE -> announce();
            case REACT -> announcements.isEmpty() ? announce() : react();
            case WITHDRAW -> announcements.isEmpty() ? announce() : withdraw();
            case MERGE -> toNotifications(pick(LOCAL), message("notifications_merged", "1"));
            case CHANGE_FILTERS -> changeFilters();
        };
    }

    private List<Publication> post() {
        DemoAccount author = pick(AUTHORS);
        Optional<Post> answered =
                posts.isEmpty() || random.nextInt(8) > 0 ? Optional.empty() : Optional.of(pick(posts));
        List<DemoAccount> mentioned = new ArrayList<>();
        answered.map(Post::author).filter(to -> !to.equals(author)).ifPresent(mentioned::add);
        if (random.nextInt(5) == 0) {
            DemoAccount friend = pick(LOCAL);
            if (!friend.equals(author) && !mentioned.contains(friend)) {
                mentioned.add(friend);
            }
        }
        int dice = random.nextInt(20);
        String visibility = dice == 0 ? "unlisted" : dice == 1 ? "private" : "public";
        Post post = writer.write(author, visibility, answered, mentioned);
        remember(post);
        List<Publication> publications = new ArrayList<>(fanOut.status("update", post));
        for (DemoAccount account : mentioned) {
            if (account.local() && !Cast.hidden(account, List.of(author))) {
                publications.addAll(notification(account, post, "mention"));
            }
        }
        return publications;
    }

    private List<Publication> boost() {
        return fanOut.status("update", writer.boost(pick(AUTHORS), pick(posts)));
    }

    private List<Publication> edit() {
        Post post = pick(posts);
        Post edited = writer.edit(post);
        if (PostWriter.size(edited.json()) <= PostWriter.MAX_BYTES) {
            posts.set(posts.indexOf(post), edited);
            return fanOut.status("status.update", edited);
        }
        // Long enough already: no edit.
        return post();
    }

    private List<Publication> delete() {
        return fanOut.delete(posts.remove(random.nextInt(posts.size())));
    }

    private String notificationType() {
        return pick(List.of("favourite", "favourite", "reblog", "follow", "poll", "status"));
    }

    private List<Publication> notification(DemoAccount to, Post about, String type) {
        JsonObject payload = new JsonObject()
                .put("id", writer.nextId())
                .put("type", type)
                .put("created_at", writer.now())
                .put("group_key", type + "-" + about.id())
                .put("account", AccountJson.of(about.author()));
        if (!type.equals("follow")) {
            payload.put("status", about.json());
        }
        return toNotifications(to, message("notification", payload));
    }

    /** Rails checks both keys: viewers of the home timeline get notifications too. */
    private static List<Publication> toNotifications(DemoAccount account, String message) {
        String channel = FanOut.home(account) + ":notifications";
        return List.of(new Publication(
                channel, message, List.of("subscribed:" + FanOut.home(account), "subscribed:" + channel)));
    }

    private List<Publication> converse() {
        DemoAccount to = pick(LOCAL);
        DemoAccount from = pick(AUTHORS);
        Post post = writer.write(from, "direct", Optional.empty(), List.of(to));
        JsonObject payload = new JsonObject()
                .put("id", Long.toString(1 + random.nextInt(40)))
                .put("unread", true)
                .put("accounts", new JsonArray().add(AccountJson.of(from)))
                .put("last_status", post.json());
        return List.of(Publication.toListeners("timeline:direct:" + to.id(), message("conversation", payload)));
    }

    private List<Publication> announce() {
        JsonObject announcement = new JsonObject()
                .put(
                        "id",
                        Integer.toString(1
                                + turns.values().stream()
                                        .mapToInt(Integer::intValue)
                                        .sum()))
                .put("content", "<p>The instance moves to a faster machine tonight. Nothing should be noticed.</p>")
                .putNull("starts_at")
                .putNull("ends_at")
                .put("all_day", false)
                .put("published_at", writer.now())
                .put("updated_at", writer.now())
                .put("mentions", new JsonArray())
                .put("statuses", new JsonArray())
                .put("tags", new JsonArray())
                .put("emojis", new JsonArray())
                .put("reactions", new JsonArray());
        announcements.add(announcement);
        return toHomes(message("announcement", announcement));
    }

    private List<Publication> react() {
        JsonObject payload = new JsonObject()
                .put("name", pick(List.of("🎉", "🐌", "🙏")))
                .put("count", 1 + random.nextInt(9))
                .put("announcement_id", pick(announcements).getString("id"));
        return toHomes(message("announcement.reaction", payload));
    }

    private List<Publication> withdraw() {
        JsonObject announcement = announcements.remove(0);
        return toHomes(message("announcement.delete", announcement.getString("id")));
    }

    private List<Publication> changeFilters() {
        DemoAccount account = pick(LOCAL);
        String message = new JsonObject().put("event", "filters_changed").encode();
        return List.of(
                Publication.toListeners(FanOut.home(account), message),
                Publication.toAll("timeline:system:" + account.id(), message));
    }

    private static List<Publication> toHomes(String message) {
        return LOCAL.stream()
                .map(account -> Publication.toListeners(FanOut.home(account), message))
                .toList();
    }

    private static String message(String event, Object payload) {
        return new JsonObject().put("event", event).put("payload", payload).encode();
    }

    private void remember(Post post) {
        posts.add(post);
        if (posts.size() > REMEMBERED) {
            posts.remove(0);
        }
    }

    private <T> T pick(List<T> choice) {
        return choice.get(random.nextInt(choice.size()));
    }
}

package dev.trunkline.demo;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The channels and the form in which Rails publishes a status (protocol, sections 2 and 7). */
final class FanOut {

    private final Clock clock;

    FanOut(Clock clock) {
        this.clock = clock;
    }

    /** {@code update} or {@code status.update}. */
    List<Publication> status(String event, Post post) {
        List<Publication> publications = new ArrayList<>();
        for (DemoAccount follower : homes(post)) {
            personal(event, follower, post)
                    .ifPresent(message -> publications.add(Publication.toListeners(home(follower), message)));
        }
        for (DemoList list : lists(post)) {
            personal(event, list.owner(), post)
                    .ifPresent(message -> publications.add(Publication.toListeners(channel(list), message)));
        }
        String message =
                new JsonObject().put("event", event).put("payload", post.json()).encode();
        publicChannels(post).forEach(channel -> publications.add(Publication.toAll(channel, message)));
        return publications;
    }

    List<Publication> delete(Post post) {
        String message = new JsonObject()
                .put("event", "delete")
                .put("payload", post.id())
                .encode();
        List<Publication> publications = new ArrayList<>();
        homes(post).forEach(follower -> publications.add(Publication.toListeners(home(follower), message)));
        lists(post).forEach(list -> publications.add(Publication.toListeners(channel(list), message)));
        publicChannels(post).forEach(channel -> publications.add(Publication.toAll(channel, message)));
        return publications;
    }

    static String home(DemoAccount account) {
        return "timeline:" + account.id();
    }

    private static String channel(DemoList list) {
        return "timeline:list:" + list.id();
    }

    private static List<DemoAccount> homes(Post post) {
        return Cast.ACCOUNTS.stream()
                .filter(account -> account.equals(post.author())
                        ? account.local()
                        : Cast.FOLLOWS.getOrDefault(account, List.of()).contains(post.author()))
                .filter(account -> !Cast.hidden(account, post.involved()))
                .toList();
    }

    private static List<DemoList> lists(Post post) {
        return Cast.LISTS.stream()
                .filter(list -> list.members().contains(post.author()))
                .filter(list -> !Cast.hidden(list.owner(), post.involved()))
                .toList();
    }

    private static List<String> publicChannels(Post post) {
        if (!post.isPublic()) {
            return List.of();
        }
        boolean local = post.author().local();
        List<String> channels = new ArrayList<>();
        for (String tag : post.tags()) {
            channels.add("timeline:hashtag:" + tag);
            if (local) {
                channels.add("timeline:hashtag:" + tag + ":local");
            }
        }
        if (!post.replyToOther()) {
            String origin = local ? "timeline:public:local" : "timeline:public:remote";
            channels.add("timeline:public");
            channels.add(origin);
            if (post.hasMedia()) {
                channels.add("timeline:public:media");
                channels.add(origin + ":media");
            }
        }
        return channels;
    }

    /** The status as one viewer sees it; empty if one of their filters hides it. */
    private Optional<String> personal(String event, DemoAccount viewer, Post post) {
        JsonArray filtered = new JsonArray();
        for (DemoFilter filter : Cast.FILTERS) {
            if (filter.owner().equals(viewer)) {
                Optional<JsonObject> match = filter.match(post.text());
                if (match.isPresent() && filter.action() == DemoFilter.Action.HIDE) {
                    return Optional.empty();
                }
                match.ifPresent(filtered::add);
            }
        }
        JsonObject payload = post.json()
                .copy()
                .put("favourited", false)
                .put("reblogged", false)
                .put("muted", false)
                .put("bookmarked", false)
                .put("filtered", filtered);
        if (viewer.equals(post.author())) {
            payload.put("pinned", false);
        }
        return Optional.of(new JsonObject()
                .put("event", event)
                .put("payload", payload)
                .put("queued_at", clock.millis())
                .encode());
    }
}

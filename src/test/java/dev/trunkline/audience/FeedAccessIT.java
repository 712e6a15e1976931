package dev.trunkline.audience;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.trunkline.harness.ClientTransport;
import dev.trunkline.harness.Mastodon;
import dev.trunkline.harness.OpenStream;
import dev.trunkline.harness.PublishedStatus;
import dev.trunkline.harness.Token;
import dev.trunkline.harness.Trunkline;
import dev.trunkline.harness.WebSocketClient;
import dev.trunkline.harness.WireTest;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The settings that restrict feeds, and the roles that are exempt (protocol, section 6, check 1). */
@WireTest(settings = "trunkline.anonymous-streams=true")
class FeedAccessIT {

    private static final String DISABLED = "--- disabled\n";

    private final Trunkline trunkline;
    private final Mastodon mastodon;
    private final PublishedStatus local;
    private final PublishedStatus remote;

    FeedAccessIT(Trunkline trunkline, Mastodon mastodon) {
        this.trunkline = trunkline;
        this.mastodon = mastodon;
        this.local = PublishedStatus.by(mastodon.author());
        this.remote = PublishedStatus.by(mastodon.author("remote.example"));
    }

    @AfterEach
    void deleteSettings() {
        mastodon.update("DELETE FROM settings WHERE var LIKE '%_feed_access'");
        mastodon.update("DELETE FROM user_roles WHERE id = -99");
    }

    static Stream<Arguments> rows() {
        return Stream.of(ClientTransport.values())
                .flatMap(transport -> Stream.of("local", "remote").flatMap(kind -> Stream.of("live", "topic")
                        .flatMap(feed -> Stream.of("disabled", "authenticated", "public", "")
                                .map(value -> Arguments.of(transport, kind, feed, value)))));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void aSettingRestrictsOneFeedAndOneKindOfAuthor(ClientTransport transport, String kind, String feed, String value) {
        if (!value.isEmpty()) {
            mastodon.setting(kind + "_" + feed + "_feed_access", "--- " + value + "\n");
        }
        String tag = Mastodon.unique("tag");
        try (OpenStream live = transport.open(trunkline, mastodon.reader(), "public");
                OpenStream topic = transport.open(trunkline, mastodon.reader(), "hashtag " + tag);
                OpenStream nobodysLive = transport.open(trunkline, null, "public");
                OpenStream nobodysTopic = transport.open(trunkline, null, "hashtag " + tag)) {
            for (String channel : List.of("timeline:public", "timeline:hashtag:" + tag)) {
                mastodon.publish(channel, local);
                mastodon.publish(channel, remote);
            }
            String liveMarker = mastodon.publishMarker("timeline:public");
            String topicMarker = mastodon.publishMarker("timeline:hashtag:" + tag);
            for (String read : List.of("live", "topic")) {
                boolean bound = read.equals(feed);
                String marker = read.equals("live") ? liveMarker : topicMarker;
                List<String> account = new ArrayList<>();
                List<String> anonymous = new ArrayList<>();
                for (String author : List.of("local", "remote")) {
                    PublishedStatus status = author.equals("local") ? local : remote;
                    boolean here = bound && author.equals(kind);
                    if (!here || !value.equals("disabled")) {
                        account.add(status.seen());
                    }
                    if (!here || value.equals("public") || value.isEmpty()) {
                        anonymous.add(status.json());
                    }
                }
                assertEquals(account, (read.equals("live") ? live : topic).until(marker), read);
                assertEquals(anonymous, (read.equals("live") ? nobodysLive : nobodysTopic).until(marker), read);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "public, timeline:public, live",
        "public:media, timeline:public:media, live",
        "public:allow_local_only, timeline:public, live",
        "public:allow_local_only:media, timeline:public:media, live",
        "public:local, timeline:public:local, live",
        "public:local:media, timeline:public:local:media, live",
        "public:remote, timeline:public:remote, live",
        "public:remote:media, timeline:public:remote:media, live",
        "hashtag <tag>, timeline:hashtag:<tag>, topic",
        "hashtag:local <tag>, timeline:hashtag:<tag>:local, topic"
    })
    void everyFilteredStreamIsRestricted(String stream, String channel, String feed) {
        String tag = Mastodon.unique("tag");
        String published = channel.replace("<tag>", tag);
        mastodon.setting("local_" + feed + "_feed_access", DISABLED);
        for (ClientTransport transport : ClientTransport.values()) {
            try (OpenStream bound = transport.open(trunkline, mastodon.reader(), stream.replace("<tag>", tag))) {
                mastodon.publish(published, local);
                mastodon.publish(published, remote);
                mastodon.publish(published, "status.update", local.json());
                assertEquals(List.of(remote.seen()), bound.until(mastodon.publishMarker(published)), stream);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(ClientTransport.class)
    void otherStreamsAreNotRestricted(ClientTransport transport) {
        disableAll();
        Token token = mastodon.reader();
        long list = mastodon.list(token.account());
        for (String stream : List.of("user", "list " + list, "direct")) {
            String channel =
                    switch (stream) {
                        case "user" -> "timeline:" + token.account().id();
                        case "direct" -> "timeline:direct:" + token.account().id();
                        default -> "timeline:list:" + list;
                    };
            try (OpenStream open = transport.open(trunkline, token, stream)) {
                mastodon.publish(channel, local);
                mastodon.publish(channel, remote);
                assertEquals(List.of(local.json(), remote.json()), open.until(mastodon.publishMarker(channel)), stream);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(ClientTransport.class)
    void otherEventsAreNotRestricted(ClientTransport transport) {
        disableAll();
        String channel = "timeline:hashtag:" + Mastodon.unique("tag");
        String stream = channel.replace("timeline:hashtag:", "hashtag ");
        try (OpenStream account = transport.open(trunkline, mastodon.reader(), stream);
                OpenStream anonymous = transport.open(trunkline, null, stream)) {
            mastodon.publish(channel, local);
            mastodon.publish(channel, "status.update", remote.json());
            mastodon.publish(channel, "delete", "\"1\"");
            mastodon.publish(channel, "notification", local.json());
            mastodon.publish(channel, "announcement", "{\"id\":\"2\"}");
            mastodon.publish(channel, "something.new", remote.json());
            mastodon.publish(channel, "filters_changed", "null");
            String marker = mastodon.publishMarker(channel);
            List<String> passed = List.of("1", local.json(), "{\"id\":\"2\"}", remote.json(), "null");
            assertEquals(passed, account.until(marker));
            assertEquals(passed, anonymous.until(marker));
        }
    }

    /** Bit 0 is the permission {@code administrator}, bit 20 {@code view_feeds}. */
    @ParameterizedTest
    @CsvSource({
        "0x1, true",
        "0x100000, true",
        "0x100004, true",
        "0x7FFFFFFFFFFFFFFE, true",
        "0x0, false",
        "0x2, false",
        "0x80000, false",
        "0x200000, false",
        "0x7FFFFFFFFFEFFFFE, false"
    })
    void permissionToViewFeedsExempts(String permissions, boolean exempt) {
        disableAll();
        Token own = mastodon.reader();
        mastodon.role(own.account(), Long.decode(permissions));
        assertExempt(own, exempt);
        assertExempt(mastodon.reader(), false);

        Token withRole = mastodon.reader();
        mastodon.role(withRole.account(), 4);
        mastodon.roleOfEverybody(Long.decode(permissions));
        assertExempt(mastodon.reader(), exempt);
        assertExempt(withRole, exempt);
    }

    private void assertExempt(Token token, boolean exempt) {
        String channel = "timeline:hashtag:" + Mastodon.unique("tag");
        for (ClientTransport transport : ClientTransport.values()) {
            try (OpenStream topic = transport.open(trunkline, token, channel.replace("timeline:hashtag:", "hashtag "));
                    OpenStream live = transport.open(trunkline, token, "public")) {
                List<String> expected = exempt ? List.of(local.seen(), remote.seen()) : List.of();
                for (String published : List.of(channel, "timeline:public")) {
                    mastodon.publish(published, local);
                    mastodon.publish(published, remote);
                }
                assertEquals(expected, topic.until(mastodon.publishMarker(channel)));
                assertEquals(expected, live.until(mastodon.publishMarker("timeline:public")));
            }
        }
    }

    /** An anonymous viewer has no role. */
    @ParameterizedTest
    @EnumSource(ClientTransport.class)
    void theRoleOfEverybodyDoesNotExemptAnonymousViewers(ClientTransport transport) {
        disableAll();
        mastodon.roleOfEverybody(1L << 20);
        try (OpenStream anonymous = transport.open(trunkline, null, "public")) {
            mastodon.publish("timeline:public", local);
            assertEquals(List.of(), anonymous.until(mastodon.publishMarker("timeline:public")));
        }
    }

    @ParameterizedTest
    @EnumSource(ClientTransport.class)
    void settingsAreReadAtSubscription(ClientTransport transport) {
        Token token = mastodon.reader();
        String channel = "timeline:hashtag:" + Mastodon.unique("tag");
        String stream = channel.replace("timeline:hashtag:", "hashtag ");
        try (OpenStream before = transport.open(trunkline, token, stream)) {
            mastodon.setting("local_topic_feed_access", DISABLED);
            try (OpenStream during = transport.open(trunkline, token, stream)) {
                mastodon.update("DELETE FROM settings WHERE var = 'local_topic_feed_access'");
                try (OpenStream after = transport.open(trunkline, token, stream)) {
                    mastodon.publish(channel, local);
                    String marker = mastodon.publishMarker(channel);
                    assertEquals(List.of(local.seen()), before.until(marker));
                    assertEquals(List.of(), during.until(marker));
                    assertEquals(List.of(local.seen()), after.until(marker));
                }
            }
        }
    }

    @Test
    void settingsAreReadAgainAtTheNextSubscriptionOfOneSocket() {
        try (WebSocketClient socket = trunkline.webSocket("?stream=public", mastodon.reader())) {
            socket.settle();
            mastodon.setting("local_live_feed_access", DISABLED);
            socket.subscribe("public").settle();
            mastodon.publish("timeline:public", local);
            assertEquals(local.seen(), socket.next().payload(), "to subscribe twice changes nothing");

            socket.unsubscribe("public").subscribe("public").settle();
            mastodon.publish("timeline:public", local);
            mastodon.publish("timeline:public", remote);
            assertEquals(remote.seen(), socket.next().payload());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "--- disabled\\n",
                "--- disabled",
                "--- \"disabled\"\\n",
                "--- 'disabled'\\n",
                "--- disabled\\n...\\n",
                "--- :disabled\\n"
            })
    void everyYamlFormIsUnderstood(String value) {
        mastodon.setting("local_live_feed_access", value.replace("\\n", "\n"));
        try (OpenStream open = ClientTransport.EVENT_STREAM.open(trunkline, mastodon.reader(), "public")) {
            mastodon.publish("timeline:public", local);
            assertEquals(List.of(), open.until(mastodon.publishMarker("timeline:public")));
        }
    }

    /** Who sees what is not left to a guess: such a row opens nothing, and the log names it. */
    @Test
    void anUnknownValueOpensItsFeedToNobody() {
        mastodon.setting("local_live_feed_access", "--- followers\n");
        try (OpenStream account = ClientTransport.EVENT_STREAM.open(trunkline, mastodon.reader(), "public");
                OpenStream anonymous = ClientTransport.EVENT_STREAM.open(trunkline, null, "public")) {
            mastodon.publish("timeline:public", local);
            mastodon.publish("timeline:public", remote);
            String marker = mastodon.publishMarker("timeline:public");
            assertEquals(List.of(remote.seen()), account.until(marker));
            assertEquals(List.of(remote.json()), anonymous.until(marker));
        }
        trunkline.awaitLog("The setting local_live_feed_access");
    }

    private void disableAll() {
        for (String kind : List.of("local", "remote")) {
            for (String feed : List.of("live", "topic")) {
                mastodon.setting(kind + "_" + feed + "_feed_access", DISABLED);
            }
        }
    }
}

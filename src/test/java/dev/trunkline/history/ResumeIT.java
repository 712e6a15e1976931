package dev.trunkline.history;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trunkline.harness.Account;
import dev.trunkline.harness.Author;
import dev.trunkline.harness.ClientTransport;
import dev.trunkline.harness.EventStream;
import dev.trunkline.harness.Filter;
import dev.trunkline.harness.Mastodon;
import dev.trunkline.harness.PublishedStatus;
import dev.trunkline.harness.Request;
import dev.trunkline.harness.ResumingClient;
import dev.trunkline.harness.ResumingClient.Got;
import dev.trunkline.harness.Ticker;
import dev.trunkline.harness.Token;
import dev.trunkline.harness.Trunkline;
import dev.trunkline.harness.WebSocketClient;
import dev.trunkline.harness.WireTest;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A client that comes back misses nothing (protocol, section 12). */
@WireTest(
        settings = {
            "trunkline.anonymous-streams=true",
            "trunkline.history.time=30s",
            // A process stays for both together after its end.
            "trunkline.shutdown-spread=0",
            "trunkline.reconnect-spread=10ms",
            "trunkline.limits.subscriptions-per-minute=100000"
        })
class ResumeIT {

    private static final String ID = "[A-Za-z0-9_-]{38}";
    private static final int ROUNDS = 84;

    private final Trunkline trunkline;
    private final Mastodon mastodon;
    private final Account account;
    private final Token token;
    private final String home;
    private final String tag = Mastodon.unique("tag");
    private final String channel = "timeline:hashtag:" + tag;

    ResumeIT(Trunkline trunkline, Mastodon mastodon) {
        this.trunkline = trunkline;
        this.mastodon = mastodon;
        this.account = mastodon.account();
        this.token = mastodon.token(account, "read");
        this.home = "timeline:" + account.id();
    }

    private ResumingClient open(ClientTransport transport, String stream) {
        return new ResumingClient(transport, token, stream).open(trunkline.port());
    }

    private List<String> publish(String on, int count) {
        List<String> markers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            markers.add(mastodon.publishMarker(on));
        }
        return markers;
    }

    // Who gets ids

    @Test
    void aRecordBeginsWithItsId() {
        try (EventStream stream = trunkline
                .get("/api/v1/streaming/user")
                .bearer(token)
                .header("Accept", "text/html, Text/Event-Stream;q=0.5")
                .stream()) {
            String moment = stream.record();
            assertTrue(moment.matches("id: " + ID + "\n\n"), moment);
            String marker = mastodon.publishMarker(home);
            String record = stream.record();
            assertTrue(record.matches("id: " + ID + "\nevent: delete\ndata: " + marker + "\n\n"), record);
            mastodon.publish(home, "{\"event\":\"filters_changed\"}");
            String bare = stream.record();
            assertTrue(bare.matches("id: " + ID + "\nevent: filters_changed\ndata: null\n\n"), bare);
        }
    }

    @Test
    void aFrameEndsWithItsId() {
        try (WebSocketClient socket = trunkline.webSocket("", token)) {
            socket.ask("{'type':'subscribe','stream':'user','last_event_id':''}")
                    .settle();
            String marker = mastodon.publishMarker(home);
            String frame = socket.nextText();
            assertTrue(
                    frame.matches("\\{\"stream\":\\[\"user\"\\],\"event\":\"delete\",\"payload\":\"" + marker
                            + "\",\"id\":\"" + ID + "\"\\}"),
                    frame);
            mastodon.publish(home, "{\"event\":\"filters_changed\"}");
            String bare = socket.nextText();
            assertTrue(
                    bare.matches("\\{\"stream\":\\[\"user\"\\],\"event\":\"filters_changed\",\"id\":\"" + ID + "\"\\}"),
                    bare);
        }
    }

    @Test
    void whoDoesNotAskGetsWhatWasAlwaysSent() {
        try (ResumingClient withIds = open(ClientTransport.EVENT_STREAM, "user");
                EventStream none = trunkline.stream("/user", token);
                EventStream any = trunkline
                        .get("/api/v1/streaming/user")
                        .bearer(token)
                        .header("Accept", "*/*, text/event-stream;q=0")
                        .stream();
                WebSocketClient socket =
                        trunkline.webSocket("?stream=user", token).settle()) {
            String marker = mastodon.publishMarker(home);
            assertEquals(marker, withIds.next().data());
            String record = "event: delete\ndata: " + marker + "\n\n";
            assertEquals(record, none.record());
            assertEquals(record, any.record());
            assertEquals(
                    "{\"stream\":[\"user\"],\"event\":\"delete\",\"payload\":\"" + marker + "\"}", socket.nextText());
        }
    }

    @Test
    void anEmptyParameterAsksForIds() {
        Request request = trunkline.get("/api/v1/streaming/user?last_event_id=").bearer(token);
        try (EventStream stream = request.stream()) {
            mastodon.publishMarker(home);
            assertTrue(stream.record().startsWith("id: "));
        }
    }

    // What comes after an id

    @ParameterizedTest
    @EnumSource(ClientTransport.class)
    void whatWasMissedComesFirstAndThenWhatComes(ClientTransport transport) {
        try (ResumingClient client = open(transport, "user")) {
            List<String> before = publish(home, 3);
            assertEquals(before, client.next(3));
            String id = client.lastId();
            client.cut();
            List<String> missed = publish(home, 5);
            client.open(trunkline.port());
            assertEquals(missed, client.next(5));
            List<String> live = publish(home, 2);
            assertEquals(live, client.next(2));
            // The same id again, and one from the middle of what was replayed.
            client.after(id).open(trunkline.port());
            List<String> all = new ArrayList<>(missed);
            all.addAll(live);
            assertEquals(missed.subList(0, 2), client.next(2));
            client.open(trunkline.port());
            assertEquals(all.subList(2, 7), client.next(5));
            client.open(trunkline.port());
            assertTrue(client.nothingComes());
        }
    }

    @Test
    void whoHasGotNoEventYetMissesNothingEither() {
        try (ResumingClient client = open(ClientTransport.EVENT_STREAM, "user")) {
            assertTrue(client.nothingComes());
            client.cut();
            List<String> missed = publish(home, 2);
            missed.addAll(publish(home + ":notifications", 1));
            assertEquals(missed, client.open(trunkline.port()).next(3));
        }
    }

    @ParameterizedTest
    @EnumSource(ClientTransport.class)
    void bothChannelsOfAStreamComeInOneOrder(ClientTransport transport) {
        try (ResumingClient client = open(transport, "user")) {
            publish(home, 1);
            client.next(1);
            client.cut();
            List<String> missed = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                missed.addAll(publish(i % 3 == 1 ? home : home + ":notifications", 1));
            }
            client.open(trunkline.port());
            assertEquals(missed, client.next(6));
        }
    }

    @Test
    void theHeaderCountsBeforeTheParameter() {
        try (ResumingClient client = open(ClientTransport.EVENT_STREAM, "user")) {
            publish(home, 1);
            client.next(1);
            String first = client.lastId();
            publish(home, 1);
            client.next(1);
            String last = mastodon.publishMarker(home);
            Request request = trunkline
                    .get("/api/v1/streaming/user?last_event_id=" + first)
                    .bearer(token)
                    .header("Last-Event-ID", client.lastId());
            try (EventStream stream = request.stream()) {
                assertTrue(stream.record().endsWith("data: " + last + "\n\n"));
            }
        }
    }

    /** Each event exactly once and in order, however often and whenever the connection is cut. */
    @Test
    void nothingIsMissedInAThousandRounds() throws Exception {
        long list = mastodon.list(account);
        Author author = mastodon.author();
        List<String> channels = List.of(
                home,
                home + ":notifications",
                "timeline:direct:" + account.id(),
                channel,
                "timeline:list:" + list,
                "timeline:public");
        try (Ticker ticker =
                new Ticker(mastodon, channels, Ticker.PAUSE, number -> CutAndResume.message(author, number))) {
            CutAndResume clients = new CutAndResume(ROUNDS, random -> trunkline.port());
            for (ClientTransport transport : ClientTransport.values()) {
                for (String stream :
                        List.of("user", "user:notification", "direct", "hashtag " + tag, "list " + list, "public")) {
                    clients.begin(transport, token, stream);
                }
            }
            clients.await();
            assertTrue(ticker.last() > ROUNDS, () -> "only " + ticker.last() + " were published");
        }
    }

    // Filtered for the viewer as it is now

    @ParameterizedTest
    @EnumSource(ClientTransport.class)
    void whatWasHiddenMeanwhileDoesNotCome(ClientTransport transport) {
        Author blocked = mastodon.author();
        Author muted = mastodon.author();
        Author author = mastodon.author();
        try (ResumingClient client = open(transport, "hashtag " + tag)) {
            publish(channel, 1);
            client.next(1);
            client.cut();
            PublishedStatus seen = PublishedStatus.by(author).content("<p>cats</p>");
            PublishedStatus german = PublishedStatus.by(author).with("language", "de");
            PublishedStatus deleted = PublishedStatus.by(author);
            mastodon.publish(channel, PublishedStatus.by(blocked));
            mastodon.publish(channel, seen);
            mastodon.publish(channel, PublishedStatus.by(muted));
            mastodon.publish(channel, german);
            mastodon.publish(channel, deleted);
            mastodon.publish(channel, "delete", "\"" + deleted.id() + "\"");
            mastodon.block(account.id(), blocked.id());
            mastodon.mute(account.id(), muted.id());
            mastodon.chooseLanguages(account, "{en}");
            Filter filter = mastodon.filter(account, "f").part("cats");
            mastodon.filtersChanged(account);
            client.open(trunkline.port());
            assertEquals(
                    seen.seen("[" + filter.result("f", "cats") + "]"),
                    client.next().data());
            assertEquals(deleted.seen("[]"), client.next().data());
            assertEquals(deleted.id(), client.next().data());
            String marker = mastodon.publishMarker(channel);
            assertEquals(marker, client.next().data());
        }
    }

    @Test
    void anonymousClientsComeBackToo() {
        try (ResumingClient client = new ResumingClient(ClientTransport.EVENT_STREAM, null, "hashtag " + tag)) {
            client.open(trunkline.port());
            publish(channel, 1);
            client.next(1);
            client.cut();
            PublishedStatus status = PublishedStatus.by(mastodon.author());
            mastodon.publish(channel, status);
            assertEquals(status.json(), client.open(trunkline.port()).next().data());
        }
    }

    @Test
    void whoWasRevokedMeanwhileGetsNothing() {
        try (ResumingClient client = open(ClientTransport.EVENT_STREAM, "user")) {
            publish(home, 1);
            client.next(1);
            client.cut();
            publish(home, 1);
            mastodon.revoke(token);
            assertEquals(
                    401,
                    trunkline
                            .get("/api/v1/streaming/user")
                            .bearer(token)
                            .header("Last-Event-ID", client.lastId())
                            .answer()
                            .status());
        }
    }

    // Gaps

    @ParameterizedTest
    @EnumSource(ClientTransport.class)
    void anIdThatNobodyKnowsIsSaidToBeUnknown(ClientTransport transport) {
        Token other = mastodon.reader();
        String othersHome = "timeline:" + other.account().id();
        try (ResumingClient client = open(transport, "user");
                ResumingClient list = open(transport, "direct");
                ResumingClient others = new ResumingClient(transport, other, "user").open(trunkline.port())) {
            publish(home, 1);
            client.next(1);
            mastodon.publishMarker("timeline:direct:" + account.id());
            list.next(1);
            publish(othersHome, 2);
            others.next(1);
            String another = others.lastId();
            others.next(1);
            assertNotEquals(another, others.lastId());
            String never = new String(new EventId(1, 2, 3, 4, System.currentTimeMillis()).text(), US_ASCII);
            for (String id : List.of(list.lastId(), another, others.lastId(), never, "x", "%00", "x".repeat(3000))) {
                assertMissed("unknown_id", client.after(id).open(trunkline.port()));
                // What comes follows.
                String marker = mastodon.publishMarker(home);
                assertEquals(marker, client.next().data());
            }
            // After a gap that the client knows of there is no other.
            client.after(another).open(trunkline.port());
            assertMissed("unknown_id", client);
            client.open(trunkline.port());
            assertEquals(mastodon.publishMarker(home), client.next().data());
            String old = new String(new EventId(1, 2, 3, 4, System.currentTimeMillis() - 60_000).text(), US_ASCII);
            assertMissed("expired", client.after(old).open(trunkline.port()));
        }
    }

    private static void assertMissed(String reason, ResumingClient client) {
        Got got = client.next();
        assertEquals("events_missed", got.name());
        assertEquals("{\"reason\":\"" + reason + "\"}", got.data());
    }

    @Test
    void textsThatWerePublishedTwiceAreTwoEvents() {
        Function<ResumingClient, String> lastId = ResumingClient::lastId;
        try (ResumingClient client = open(ClientTransport.EVENT_STREAM, "user")) {
            for (String text : List.of("1", "2", "1", "1", "3")) {
                mastodon.publish(home, "delete", "\"" + text + "\"");
            }
            List<String> ids = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                client.next(1);
                ids.add(lastId.apply(client));
            }
            assertEquals(5, ids.stream().distinct().count());
            assertEquals(
                    List.of("2", "1", "1", "3"),
                    client.after(ids.get(0)).open(trunkline.port()).next(4));
            assertEquals(
                    List.of("1", "3"),
                    client.after(ids.get(2)).open(trunkline.port()).next(2));
            assertEquals(
                    List.of("3"),
                    client.after(ids.get(3)).open(trunkline.port()).next(1));
        }
    }

    @Test
    void theMetricsTellWhatIsKept() {
        long whole = trunkline.metrics().get("replays_total{outcome=\"whole\"}");
        long outages = trunkline.metrics().get("replays_total{outcome=\"outage\"}");
        try (ResumingClient client = open(ClientTransport.EVENT_STREAM, "user")) {
            publish(home, 1);
            client.next(1);
            assertTrue(trunkline.metrics().get("history_messages") > 0);
            assertTrue(trunkline.metrics().get("history_bytes") > 0);
            assertTrue(trunkline.metrics().get("history_channels") >= 2);
            client.open(trunkline.port());
            publish(home, 1);
            client.next(1);
        }
        assertEquals(whole + 1, trunkline.metrics().get("replays_total{outcome=\"whole\"}"));
        assertEquals(outages, trunkline.metrics().get("replays_total{outcome=\"outage\"}"));
        assertFalse(trunkline.log().contains("ERROR"), trunkline.log());
    }
}

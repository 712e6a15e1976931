package dev.trunkline.history;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trunkline.harness.Author;
import dev.trunkline.harness.ClientTransport;
import dev.trunkline.harness.Mastodon;
import dev.trunkline.harness.PublishedStatus;
import dev.trunkline.harness.ResumingClient;
import dev.trunkline.harness.ResumingClient.Got;
import dev.trunkline.harness.Ticker;
import dev.trunkline.harness.Token;
import dev.trunkline.harness.Trunkline;
import dev.trunkline.harness.WireTest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Clients come back to another process than they left (protocol, section 12). */
@WireTest(settings = {"trunkline.history.time=30s", "trunkline.shutdown-spread=1s", "trunkline.reconnect-spread=2s"})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OtherProcessesIT {

    /** With short spreads, as the process stays for both together after its end. */
    private static final List<String> SETTINGS = List.of(
            "trunkline.history.time=30s",
            "trunkline.history.limit=2M",
            "trunkline.shutdown-spread=0",
            "trunkline.reconnect-spread=10ms");

    private static final List<String> SETTINGS_OF_THE_THIRD =
            List.of("trunkline.shutdown-spread=0", "trunkline.reconnect-spread=4s");

    private static final String HEARD = "redis_messages_received_total";

    private static final int ROUNDS = 40;

    /** Larger than an answer may be. */
    private static final int TOO_MANY = 400;

    private final Trunkline first;
    private final Mastodon mastodon;
    private Trunkline second;

    OtherProcessesIT(Trunkline trunkline, Mastodon mastodon) {
        this.first = trunkline;
        this.mastodon = mastodon;
    }

    @BeforeAll
    void start() {
        second = Trunkline.start(mastodon, SETTINGS);
    }

    @AfterAll
    void stop() {
        second.close();
    }

    private List<String> publish(String on, int count) {
        List<String> markers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            markers.add(mastodon.publishMarker(on));
        }
        return markers;
    }

    @ParameterizedTest
    @EnumSource(ClientTransport.class)
    void theOtherProcessIsAskedForWhatWasMissed(ClientTransport transport) {
        Token token = mastodon.reader();
        String home = "timeline:" + token.account().id();
        long answers = first.metrics().get("history_answers_total");
        try (ResumingClient client = new ResumingClient(transport, token, "user")) {
            client.open(first.port());
            publish(home, 1);
            client.next(1);
            client.cut();
            List<String> missed = publish(home, 2);
            missed.addAll(publish(home + ":notifications", 2));
            missed.addAll(publish(home, 1));
            assertEquals(missed, client.open(second.port()).next(5));
            assertEquals(answers + 1, first.metrics().get("history_answers_total"));
            // The ids of what was replayed are good for both.
            List<String> later = publish(home, 2);
            assertEquals(later, client.open(first.port()).next(2));
            assertEquals(publish(home, 1), client.next(1));
        }
    }

    @Test
    void whoHasGotNoEventYetMissesNothingEither() {
        Token token = mastodon.reader();
        String home = "timeline:" + token.account().id();
        try (ResumingClient client = new ResumingClient(ClientTransport.EVENT_STREAM, token, "user")) {
            client.open(first.port());
            assertTrue(client.nothingComes());
            client.cut();
            List<String> missed = publish(home, 2);
            assertEquals(missed, client.open(second.port()).next(2));
        }
    }

    /** The second process listens to the channel already, but only since a moment ago. */
    @Test
    void whatBothHaveHeardComesOnce() {
        String tag = Mastodon.unique("tag");
        String channel = "timeline:hashtag:" + tag;
        try (ResumingClient client = client("hashtag " + tag);
                ResumingClient other = client("hashtag " + tag);
                ResumingClient follower = client("hashtag " + tag)) {
            client.open(first.port());
            follower.open(first.port());
            publish(channel, 1);
            client.next(1);
            follower.next(1);
            client.cut();
            List<String> missed = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                PublishedStatus status = PublishedStatus.by(mastodon.author());
                mastodon.publish(channel, status);
                missed.add(status.seen("[]"));
            }
            assertEquals(missed.get(0), follower.next().data());
            follower.cut();
            other.open(second.port());
            List<String> both = publish(channel, 3);
            assertEquals(both, other.next(3));
            missed.addAll(both);
            assertEquals(missed, client.open(second.port()).next(6));
            long asked = second.metrics().get("history_questions_total");
            // Who has missed a part of the same is served from the answer.
            assertEquals(missed.subList(1, 6), follower.open(second.port()).next(5));
            assertEquals(asked, second.metrics().get("history_questions_total"));
            assertEquals(publish(channel, 1), follower.next(1));
        }
    }

    private ResumingClient client(String stream) {
        return new ResumingClient(ClientTransport.EVENT_STREAM, mastodon.reader(), stream);
    }

    /** Each event exactly once and in order, wherever a client comes back, and whenever. */
    @Test
    void nothingIsMissedBetweenTwoProcesses() throws Exception {
        Token token = mastodon.reader();
        Author author = mastodon.author();
        String home = "timeline:" + token.account().id();
        String tag = Mastodon.unique("tag");
        List<String> channels = List.of(home, home + ":notifications", "timeline:hashtag:" + tag);
        try (Ticker ticker =
                new Ticker(mastodon, channels, Ticker.PAUSE, number -> CutAndResume.message(author, number))) {
            CutAndResume clients =
                    new CutAndResume(ROUNDS, random -> random.nextBoolean() ? first.port() : second.port());
            for (ClientTransport transport : ClientTransport.values()) {
                clients.begin(transport, token, "user");
                clients.begin(transport, token, "hashtag " + tag);
            }
            clients.await();
            assertTrue(ticker.last() > ROUNDS, () -> "only " + ticker.last() + " were published");
        }
    }

    /** A text that was published before and after: the event in front of it tells which is meant. */
    @Test
    void theOtherProcessKnowsWhichOfEqualTextsIsMeant() {
        Token token = mastodon.reader();
        String home = "timeline:" + token.account().id();
        try (ResumingClient client = new ResumingClient(ClientTransport.EVENT_STREAM, token, "user");
                ResumingClient other = new ResumingClient(ClientTransport.EVENT_STREAM, token, "user")) {
            client.open(first.port());
            other.open(second.port());
            for (String text : List.of("1", "2", "1", "3", "1", "4")) {
                mastodon.publish(home, "delete", "\"" + text + "\"");
            }
            assertEquals(List.of("1", "2", "1"), client.next(3));
            assertEquals(List.of("1", "2", "1", "3", "1", "4"), other.next(6));
            assertEquals(List.of("3", "1", "4"), client.open(second.port()).next(3));
        }
    }

    @Test
    void moreThanAnAnswerHoldsIsToldAsAGap() {
        Token token = mastodon.reader();
        String home = "timeline:" + token.account().id();
        try (ResumingClient client = new ResumingClient(ClientTransport.EVENT_STREAM, token, "user")) {
            client.open(first.port());
            publish(home, 1);
            client.next(1);
            client.cut();
            publishLarge(home, 3_000);
            Got got = client.open(second.port()).next();
            assertEquals("events_missed", got.name());
            assertEquals("{\"reason\":\"too_many\"}", got.data());
            assertEquals(publish(home, 1), client.next(1));
        }
    }

    @Test
    void moreThanIsKeptIsToldAsAGap() {
        Token token = mastodon.reader();
        String home = "timeline:" + token.account().id();
        try (ResumingClient client = new ResumingClient(ClientTransport.EVENT_STREAM, token, "user")) {
            client.open(second.port());
            publish(home, 1);
            client.next(1);
            client.cut();
            long heard = second.metrics().get(HEARD);
            publishLarge(home, 6_000);
            await().until(() -> second.metrics().get(HEARD) >= heard + TOO_MANY);
            assertTrue(second.metrics().get("history_bytes") <= 2 << 20);
            Got got = client.open(second.port()).next();
            assertEquals("{\"reason\":\"too_many\"}", got.data());
            assertEquals(publish(home, 1), client.next(1));
        }
    }

    /** Statuses with that many characters of text; one that is published again would be kept once. */
    private void publishLarge(String channel, int characters) {
        Author author = mastodon.author();
        for (int i = 0; i < TOO_MANY; i++) {
            mastodon.publish(channel, PublishedStatus.by(author).content("x".repeat(characters)));
        }
    }

    /** The process that ends answers until its clients have had the time to come back. */
    @Test
    void aProcessThatEndsAnswersForAWhile() throws Exception {
        Token token = mastodon.reader();
        String home = "timeline:" + token.account().id();
        try (Trunkline third = Trunkline.start(mastodon, SETTINGS_OF_THE_THIRD);
                ResumingClient client = new ResumingClient(ClientTransport.EVENT_STREAM, token, "user")) {
            client.open(third.port());
            publish(home, 1);
            client.next(1);
            third.process().destroy();
            assertNull(client.nextUnlessEnded());
            assertTrue(client.pause() > 0);
            List<String> missed = publish(home, 3);
            assertEquals(missed, client.open(first.port()).next(3));
            await("the end of the process").until(() -> !third.process().isAlive());
            assertTrue(third.log().contains("Answering other processes"), third.log());
            assertEquals(publish(home, 1), client.next(1));
        }
    }
}

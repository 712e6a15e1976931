package dev.trunkline.broadcast;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trunkline.event.Event;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What every form of {@link Broadcaster} does. */
abstract class BroadcasterContract {

    private static final Channel HOME = Channel.ofStream("timeline:1");
    private static final Channel PUBLIC = Channel.ofStream("timeline:public");
    private static final SystemChannel SYSTEM = new SystemChannel(SystemChannel.Kind.TOKEN, 1);
    private static final Channel TOKEN = Channel.of(SYSTEM);
    private static final List<String> NAMES =
            IntStream.range(0, 100).mapToObj(number -> "event" + number).toList();
    private static final Duration LIMIT = Duration.ofSeconds(10);

    /** A broadcaster that is connected, and used by this test only. */
    abstract Broadcaster broadcaster();

    /** A second broadcaster that is connected and gets the same messages, not before the first. */
    abstract Broadcaster another();

    abstract void publish(Channel channel, String message) throws Exception;

    abstract void disconnect() throws Exception;

    abstract void connect() throws Exception;

    /** Notes what it gets. */
    private static final class Recorder implements Broadcaster.Sink {

        private final List<String> notes = new CopyOnWriteArrayList<>();

        @Override
        public void event(Event event) {
            notes.add(event.name());
        }

        @Override
        public void confirmed() {
            notes.add("confirmed");
        }
    }

    private void publishEvent(Channel channel, String name) throws Exception {
        publish(channel, "{\"event\":\"" + name + "\",\"payload\":\"1\"}");
    }

    static void awaitConfirmed(Broadcaster.OpenChannel open) {
        open.confirmed().await().atMost(LIMIT);
    }

    private static void assertUnavailable(Broadcaster.OpenChannel open) {
        assertThrows(
                BroadcasterUnavailable.class, () -> open.confirmed().await().atMost(LIMIT));
    }

    @Test
    void eventsArriveInOrderAfterTheConfirmation() throws Exception {
        Recorder sink = new Recorder();
        awaitConfirmed(broadcaster().open(HOME, sink));
        for (String name : NAMES) {
            publishEvent(HOME, name);
        }
        await().until(() -> sink.notes.size() == 101);
        assertEquals("confirmed", sink.notes.get(0));
        assertEquals(NAMES, sink.notes.subList(1, 101));
    }

    @Test
    void channelsDoNotMix() throws Exception {
        Recorder home = new Recorder();
        Recorder federated = new Recorder();
        awaitConfirmed(broadcaster().open(HOME, home));
        awaitConfirmed(broadcaster().open(PUBLIC, federated));
        publishEvent(HOME, "first");
        publishEvent(PUBLIC, "second");
        publishEvent(HOME, "third");
        await().until(() -> home.notes.size() == 3 && federated.notes.size() == 2);
        assertEquals(List.of("confirmed", "first", "third"), home.notes);
        assertEquals(List.of("confirmed", "second"), federated.notes);
    }

    @Test
    void aMessageThatIsNoEventIsDropped() throws Exception {
        Recorder sink = new Recorder();
        awaitConfirmed(broadcaster().open(HOME, sink));
        publish(HOME, "no json");
        publish(HOME, "{\"event\":\"kill\"}");
        publishEvent(HOME, "delete");
        await().until(() -> sink.notes.size() == 2);
        assertEquals(List.of("confirmed", "delete"), sink.notes);
    }

    @Test
    void anEventOfASystemChannelNeedsNoPayload() throws Exception {
        Recorder sink = new Recorder();
        awaitConfirmed(broadcaster().open(TOKEN, sink));
        publish(TOKEN, "{\"event\":\"kill\"}");
        await().until(() -> sink.notes.size() == 2);
        assertEquals(List.of("confirmed", "kill"), sink.notes);
    }

    /** Without being opened, and in order with the events of other channels. */
    @Test
    void theEventsOfAllSystemChannelsArrive() throws Exception {
        List<String> notes = new CopyOnWriteArrayList<>();
        broadcaster().hear(new SystemSink(notes));
        awaitConfirmed(broadcaster().open(HOME, event -> notes.add(event.name())));
        publishEvent(HOME, "first");
        publish(TOKEN, "{\"event\":\"kill\"}");
        publishEvent(HOME, "second");
        publish(Channel.of(new SystemChannel(SystemChannel.Kind.ACCOUNT, 2)), "{\"event\":\"filters_changed\"}");
        publish(new Channel("timeline:system:everybody", false), "{\"event\":\"kill\"}");
        publishEvent(HOME, "third");
        List<String> before = List.of("all", "first", "kill TOKEN 1", "second", "filters_changed ACCOUNT 2", "third");
        await().untilAsserted(() -> assertEquals(before, notes));

        disconnect();
        await().until(() -> !broadcaster().connected());
        connect();
        await().until(() -> broadcaster().connected());
        publish(TOKEN, "{\"event\":\"kill\"}");
        await().untilAsserted(() ->
                assertEquals(List.of("lost", "all", "kill TOKEN 1"), notes.subList(before.size(), notes.size())));
    }

    /** Notes what it gets. */
    private record SystemSink(List<String> notes) implements Broadcaster.SystemSink {

        @Override
        public void event(SystemChannel channel, Event event) {
            notes.add(event.name() + " " + channel.kind() + " " + channel.id());
        }

        @Override
        public void connected(boolean all) {
            notes.add(all ? "all" : "those that are opened");
        }

        @Override
        public void lost() {
            // A refused attempt to connect is lost, too.
            if (!notes.get(notes.size() - 1).equals("lost")) {
                notes.add("lost");
            }
        }

        @Override
        public int needed() {
            return 0;
        }
    }

    @Test
    void aClosedChannelIsSilent() throws Exception {
        Recorder closed = new Recorder();
        Recorder other = new Recorder();
        Broadcaster.OpenChannel open = broadcaster().open(HOME, closed);
        awaitConfirmed(open);
        open.close();
        awaitConfirmed(broadcaster().open(PUBLIC, other));
        publishEvent(HOME, "late");
        publishEvent(PUBLIC, "marker");
        await().until(() -> other.notes.contains("marker"));
        assertEquals(List.of("confirmed"), closed.notes);
        assertUnavailable(open);
    }

    @Test
    void aChannelThatIsOpenedAgainHasTheNewSink() throws Exception {
        Recorder first = new Recorder();
        Recorder second = new Recorder();
        Broadcaster.OpenChannel open = broadcaster().open(HOME, first);
        awaitConfirmed(open);
        open.close();
        awaitConfirmed(broadcaster().open(HOME, second));
        publishEvent(HOME, "delete");
        await().until(() -> second.notes.size() == 2);
        assertEquals(List.of("confirmed"), first.notes);
        assertEquals(List.of("confirmed", "delete"), second.notes);
    }

    @Test
    void whilePausedEventsWait() throws Exception {
        Recorder sink = new Recorder();
        Broadcaster.OpenChannel open = broadcaster().open(HOME, sink);
        awaitConfirmed(open);
        broadcaster().pause();
        // Answered after the pause has taken effect.
        awaitConfirmed(open);
        Recorder unpaused = new Recorder();
        awaitConfirmed(another().open(HOME, unpaused));
        List<String> expected =
                Stream.concat(Stream.of("confirmed"), NAMES.stream()).toList();
        for (String name : NAMES) {
            publishEvent(HOME, name);
        }
        await().until(() -> unpaused.notes.equals(expected));
        assertEquals(List.of("confirmed"), sink.notes);
        broadcaster().resume();
        await().until(() -> sink.notes.size() == expected.size());
        assertEquals(expected, sink.notes);
    }

    @Test
    void openChannelsSurviveTheLossOfTheConnection() throws Exception {
        AtomicInteger resubscriptions = new AtomicInteger();
        broadcaster().afterResubscription(resubscriptions::incrementAndGet);
        Recorder before = new Recorder();
        Broadcaster.OpenChannel open = broadcaster().open(HOME, before);
        awaitConfirmed(open);
        Recorder closed = new Recorder();
        Broadcaster.OpenChannel gone = broadcaster().open(TOKEN, closed);
        awaitConfirmed(gone);
        assertTrue(broadcaster().connected());
        assertEquals(Duration.ZERO, broadcaster().away());

        disconnect();
        await().until(() -> !broadcaster().connected());
        assertTrue(broadcaster().connectedBefore());
        assertTrue(broadcaster().away().compareTo(Duration.ZERO) > 0);
        assertUnavailable(open);
        Recorder during = new Recorder();
        Broadcaster.OpenChannel openedLate = broadcaster().open(PUBLIC, during);
        assertUnavailable(openedLate);
        gone.close();

        connect();
        await().until(() -> broadcaster().connected());
        awaitConfirmed(open);
        awaitConfirmed(openedLate);
        await().until(() -> resubscriptions.get() == 1);
        publish(TOKEN, "{\"event\":\"kill\"}");
        publishEvent(HOME, "update");
        publishEvent(PUBLIC, "delete");
        await().until(() -> before.notes.size() == 3 && during.notes.size() == 2);
        assertEquals(List.of("confirmed", "confirmed", "update"), before.notes);
        assertEquals(List.of("confirmed", "delete"), during.notes);
        assertEquals(List.of("confirmed"), closed.notes);
        assertEquals(1, resubscriptions.get());
        assertEquals(Duration.ZERO, broadcaster().away());
    }

    @Test
    void thePublishersMayBeAwayWhenAChannelIsClosed() throws Exception {
        disconnect();
        await().until(() -> !broadcaster().connected());
        Recorder sink = new Recorder();
        Broadcaster.OpenChannel open = broadcaster().open(HOME, sink);
        open.close();
        connect();
        await().until(() -> broadcaster().connected());
        Recorder other = new Recorder();
        awaitConfirmed(broadcaster().open(PUBLIC, other));
        publishEvent(HOME, "update");
        publishEvent(PUBLIC, "marker");
        await().until(() -> other.notes.contains("marker"));
        assertEquals(List.of(), sink.notes);
        assertFalse(other.notes.contains("update"));
    }
}

package dev.trunkline.fanout;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trunkline.audience.Verdict;
import dev.trunkline.audience.VerdictFixture;
import dev.trunkline.connection.Connection;
import dev.trunkline.connection.ConnectionFixture;
import dev.trunkline.connection.Ending;
import dev.trunkline.connection.FakeWire;
import dev.trunkline.connection.OutboxesFixture;
import dev.trunkline.event.Encoding;
import dev.trunkline.event.Event;
import dev.trunkline.history.Kept;
import dev.trunkline.history.KeptFixture;
import dev.trunkline.history.Missed;
import dev.trunkline.metrics.FakeMeters;
import dev.trunkline.viewer.Viewer;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A replay goes as fast as its peer reads. */
class ReplayingTest {

    private static final byte[] POSITION = "position".getBytes(US_ASCII);

    private final EmbeddedChannel tasks = new EmbeddedChannel();
    private final FakeWire wire = new FakeWire();
    private final Connection connection =
            ConnectionFixture.of(Viewer.ANONYMOUS, tasks.eventLoop(), new FakeMeters(), wire, 16_000);

    @SuppressWarnings("NullAway") // these tests queue nothing
    private final Lane lane =
            new Lane(tasks.eventLoop(), OutboxesFixture.of(1_000_000, () -> 0), null, new FakeMeters());

    private final List<ByteBuf> encoded = new ArrayList<>();
    private final List<Kept> events = IntStream.rangeClosed(1, 40)
            .mapToObj(number -> KeptFixture.of(
                    number, number + " ".repeat(100 - String.valueOf(number).length())))
            .toList();
    private final Encoding encoding = this::encode;
    private int done;

    ReplayingTest() {
        tasks.freezeTime();
        connection.open();
    }

    private ByteBuf encode(Event event) {
        String text = new String(event.payload(), UTF_8).strip();
        String id = new String(Objects.requireNonNull(event.id()), US_ASCII);
        ByteBuf frame = Unpooled.copiedBuffer(
                event.name().equals("delete") ? text + " ".repeat(100 - text.length()) : text + " " + id, UTF_8);
        encoded.add(frame);
        return frame;
    }

    private Replaying replaying(List<Verdict> verdicts, boolean shared) {
        return new Replaying(connection, encoding, lane, events, verdicts, shared, POSITION, () -> done++);
    }

    private List<Verdict> all(Verdict verdict) {
        return Collections.nCopies(events.size(), verdict);
    }

    private List<String> written() {
        return wire.done.stream()
                .filter(each -> !each.equals("|"))
                .map(String::strip)
                .toList();
    }

    private static List<String> numbers(int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj(String::valueOf).toList();
    }

    private void assertFramesAreFreed() {
        for (int i = 0; i < 3; i++) {
            tasks.advanceTimeBy(2, TimeUnit.SECONDS);
            tasks.runPendingTasks();
        }
        for (ByteBuf frame : encoded) {
            assertEquals(0, frame.refCnt());
        }
    }

    @Test
    void aPeerThatReadsGetsAllAtOnce() {
        replaying(all(Verdict.AS_PUBLISHED), true).write();
        assertEquals(numbers(1, 40), written());
        assertEquals("|", wire.done.get(wire.done.size() - 1), "The last has left");
        assertEquals(1, done);
        assertFramesAreFreed();
    }

    @Test
    void onlyWhatTheListenerMaySeeIsWritten() {
        List<Verdict> verdicts = new ArrayList<>(all(Verdict.AS_PUBLISHED));
        verdicts.set(0, Verdict.NOTHING);
        verdicts.set(39, Verdict.NOTHING);
        replaying(verdicts, false).write();
        assertEquals(numbers(2, 39), written());
        assertEquals(1, done);
        assertFramesAreFreed();
    }

    @Test
    void framesAreSharedWithOthersWhoComeBackAndMissedTheSame() {
        replaying(all(Verdict.AS_PUBLISHED), true).write();
        replaying(all(Verdict.AS_PUBLISHED), true).write();
        assertEquals(80, written().size());
        assertEquals(40, encoded.size());
        replaying(all(Verdict.AS_PUBLISHED), false).write();
        assertEquals(80, encoded.size());
        assertFramesAreFreed();
    }

    /** Nobody else gets them. */
    @Test
    void oneAccountsFramesAreNotKept() {
        List<Kept> one = List.of(KeptFixture.of(1, "{\"a\":1}"));
        new Replaying(connection, encoding, lane, one, List.of(VerdictFixture.matched()), true, POSITION, () -> done++)
                .write();
        assertEquals(List.of("{\"a\":1,\"filtered\":[]}"), written());
        assertEquals(0, encoded.get(0).refCnt());
    }

    @Test
    void aPeerThatDoesNotReadGetsNoMoreUntilItHas() {
        wire.peerReads = false;
        replaying(all(Verdict.AS_PUBLISHED), true).write();
        int first = written().size();
        assertTrue(first > 0 && first <= 11, "No more than the outbox takes: " + first);
        assertEquals("|", wire.done.get(wire.done.size() - 1));
        assertEquals(0, done);
        tasks.runPendingTasks();
        assertEquals(first, written().size(), "It waits for the peer");
        wire.take();
        tasks.runPendingTasks();
        assertTrue(written().size() > first);
        assertEquals(0, done);
        for (int i = 0; i < 40 && done == 0; i++) {
            wire.take();
            tasks.runPendingTasks();
        }
        assertEquals(numbers(1, 40), written());
        assertEquals(1, done);
        assertNull(connection.ending());
        assertFramesAreFreed();
    }

    @Test
    void whatIsKeptNoLongerWhenItsTurnComesIsAGap() {
        wire.peerReads = false;
        replaying(all(Verdict.AS_PUBLISHED), true).write();
        int first = written().size();
        KeptFixture.drop(events.get(first));
        wire.peerReads = true;
        wire.take();
        tasks.runPendingTasks();
        List<String> expected = new ArrayList<>(numbers(1, first));
        expected.add("{\"reason\":\"too_many\"} position");
        assertEquals(expected, written(), "Nothing comes behind the gap but what is live");
        assertEquals(1, done);
        assertFramesAreFreed();
    }

    /** What the listener would not get may be gone. */
    @Test
    void aDroppedEventThatTheListenerMayNotSeeIsNoGap() {
        List<Verdict> verdicts = new ArrayList<>(all(Verdict.AS_PUBLISHED));
        verdicts.set(4, Verdict.NOTHING);
        KeptFixture.drop(events.get(4));
        replaying(verdicts, true).write();
        assertEquals(39, written().size());
        assertEquals(1, done);
    }

    @Test
    void nothingIsWrittenToAConnectionThatHasEnded() {
        wire.peerReads = false;
        replaying(all(Verdict.AS_PUBLISHED), true).write();
        int first = written().size();
        connection.end(Ending.CLIENT_LEFT);
        wire.take();
        tasks.runPendingTasks();
        assertEquals(first, written().size());
        assertEquals(0, done);
        assertFramesAreFreed();
    }

    @Test
    void aGapIsToldWithTheIdOfTheMoment() {
        Replaying replaying =
                new Replaying(connection, encoding, lane, List.of(), List.of(), true, POSITION, () -> done++);
        replaying.writeMissed(Missed.EXPIRED);
        replaying.write();
        assertEquals(List.of("{\"reason\":\"expired\"} position"), written());
        assertEquals(1, done);
        assertFramesAreFreed();
    }
}

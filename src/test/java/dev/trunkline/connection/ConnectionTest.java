package dev.trunkline.connection;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trunkline.metrics.FakeMeters;
import dev.trunkline.metrics.Transport;
import dev.trunkline.viewer.Scopes;
import dev.trunkline.viewer.Viewer;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.DefaultEventLoop;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When a connection writes, and how it ends. */
class ConnectionTest {

    private static final long LIMIT = 10;
    private static final long SUM_LIMIT = 6;

    private final EventLoop loop = new DefaultEventLoop();
    private final FakeWire wire = new FakeWire();
    private final FakeMeters meters = new FakeMeters();
    private final List<String> farewells = new ArrayList<>();
    private final List<Connection> forgotten = new ArrayList<>();

    private final Outboxes outboxes = new Outboxes(SUM_LIMIT, () -> 0, System::nanoTime);

    private Outages outages = new Outages(Duration.ofMinutes(1));
    private final Connection connection = connection(Viewer.ANONYMOUS);

    private Connection connection(Viewer viewer) {
        return new Connection(
                viewer,
                new Origin("192.0.2.1", "id"),
                Transport.SSE,
                loop,
                wire,
                LIMIT,
                outboxes,
                meters,
                outages,
                new Rounds(),
                forgotten::add,
                (ending, opened) -> farewells.add(ending + (opened ? "" : ", unopened")));
    }

    @AfterEach
    void stop() {
        loop.shutdownGracefully(0, 0, TimeUnit.SECONDS).syncUninterruptibly();
    }

    private void deliver(String frame) {
        connection.deliver(Unpooled.copiedBuffer(frame, UTF_8));
    }

    private void send(String frame) {
        connection.send(Unpooled.copiedBuffer(frame, UTF_8));
    }

    @Test
    void nothingIsWrittenBeforeItIsOpen() {
        deliver("event");
        send("beat");
        assertEquals(List.of(), wire.done);
        assertEquals(List.of(), meters.told);
    }

    @Test
    void eventsAreCountedAndHeartbeatsAreNot() {
        connection.open();
        deliver("a");
        send("b");
        assertEquals(List.of("opened", "sent"), meters.told);
        assertEquals(List.of("a", "b", "|"), wire.done);
    }

    @Test
    void nothingIsWrittenAfterItsEnd() {
        connection.open();
        connection.end(Ending.KILLED);
        deliver("event");
        send("beat");
        connection.flush();
        assertEquals(List.of(), wire.done);
        assertEquals(List.of("opened", "killed"), meters.told);
    }

    @Test
    void aFastReaderMayGetMoreThanTheLimit() {
        connection.open();
        for (int i = 0; i < 10; i++) {
            deliver("12345678");
        }
        assertFalse(connection.ended());
    }

    @Test
    void aSlowReaderIsEndedAtTheLimit() {
        wire.peerReads = false;
        connection.open();
        deliver("12345");
        deliver("12345");
        connection.flush();
        assertFalse(connection.ended());
        deliver("1");
        assertTrue(connection.ended());
        assertEquals(List.of("12345", "12345", "|", "|"), wire.done);
        assertEquals(List.of("SLOW_READER"), farewells);
        assertEquals(List.of("opened", "sent", "sent", "slow_reader"), meters.told);
    }

    @Test
    void aHeartbeatEndsASlowReaderToo() {
        wire.peerReads = false;
        connection.open();
        deliver("1234567890");
        connection.flush();
        send(":");
        assertEquals(List.of("SLOW_READER"), farewells);
    }

    @Test
    void anEventAboveTheLimitPassesIfNothingWaits() {
        wire.peerReads = false;
        connection.open();
        deliver("123456789012345");
        assertFalse(connection.ended());
    }

    @Test
    void aSlowReaderIsEndedAtTheLimitOfAll() throws Exception {
        wire.peerReads = false;
        connection.open();
        deliver("1234567");
        connection.flush();
        assertFalse(connection.ended());
        loop.submit(() -> outboxes.relieve(() -> {})).sync();
        assertEquals(List.of("SLOW_READER"), farewells);
        assertEquals(List.of("1234567", "|", "reset"), wire.done);
        assertFalse(outboxes.relieve(() -> {}));
    }

    @Test
    void whatWaitsBehindAFarewellCountsUntilTheChannelIsClosed() throws Exception {
        wire.peerReads = false;
        connection.open();
        deliver("1234567");
        connection.flush();
        connection.end(Ending.KILLED);
        loop.submit(() -> outboxes.relieve(() -> {})).sync();
        assertEquals(List.of("KILLED"), farewells);
        assertEquals(List.of("1234567", "|", "reset"), wire.done);
        assertFalse(outboxes.relieve(() -> {}));
    }

    @Test
    void aReaderThatKeepsUpDoesNotCountForTheLimitOfAll() throws Exception {
        connection.open();
        for (int i = 0; i < 10; i++) {
            deliver("1234567");
            connection.flush();
        }
        loop.submit(() -> outboxes.relieve(() -> {})).sync();
        assertFalse(connection.ended());
    }

    @Test
    void itEndsOnce() {
        connection.open();
        connection.end(Ending.CLIENT_LEFT);
        connection.end(Ending.KILLED);
        assertEquals(List.of("CLIENT_LEFT"), farewells);
        assertEquals(List.of("opened", "client_left"), meters.told);
        assertEquals(List.of(connection), forgotten);
    }

    @Test
    void aConnectionThatNeverOpenedIsNotCounted() {
        connection.end(Ending.SHUTDOWN);
        connection.open();
        assertEquals(List.of("SHUTDOWN, unopened"), farewells);
        assertEquals(List.of(), meters.told);
    }

    @Test
    void releasesRunAtItsEndOrAtOnceAfterIt() {
        List<String> released = new ArrayList<>();
        connection.atEnd(() -> released.add("before"));
        assertEquals(List.of(), released);
        connection.end(Ending.KILLED);
        assertEquals(List.of("before"), released);
        connection.atEnd(() -> released.add("after"));
        assertEquals(List.of("before", "after"), released);
    }

    /** An open connection with a token that is in doubt. */
    private Connection doubtful(Duration confirmationLimit) {
        outages = new Outages(confirmationLimit);
        Connection doubtful = connection(new Viewer(1, 2, new Scopes(Set.of("read")), null, 0));
        doubtful.open();
        outages.passed();
        return doubtful;
    }

    private static ByteBuf frame(String text) {
        return Unpooled.copiedBuffer(text, UTF_8);
    }

    @Test
    void eventsAreHeldUntilTheTokenIsConfirmed() {
        Connection doubtful = doubtful(Duration.ofMinutes(1));
        ByteBuf first = frame("first");
        doubtful.deliver(first);
        doubtful.deliver(frame("2nd"));
        doubtful.flush();
        doubtful.send(frame(":"));
        assertEquals(List.of(":", "|"), wire.done);
        assertEquals(1, outages.holding());
        doubtful.confirm(1);
        assertEquals(List.of(":", "|", "first", "2nd", "|"), wire.done);
        assertEquals(List.of("opened", "sent", "sent"), meters.told);
        assertEquals(1, first.refCnt());
        assertEquals(0, outages.holding());
        doubtful.deliver(frame("later"));
        doubtful.flush();
        assertEquals("later", wire.done.get(5));
    }

    @Test
    void anEarlierOutagesConfirmationIsNotEnough() {
        Connection doubtful = doubtful(Duration.ofMinutes(1));
        outages.passed();
        doubtful.deliver(frame("event"));
        doubtful.confirm(1);
        assertEquals(List.of(), wire.done);
        doubtful.confirm(2);
        assertEquals(List.of("event", "|"), wire.done);
        doubtful.confirm(1);
        doubtful.deliver(frame("next"));
        assertEquals(List.of("event", "|", "next"), wire.done);
    }

    @Test
    void nothingThatIsHeldLeavesAfterAKill() {
        Connection doubtful = doubtful(Duration.ofMinutes(1));
        ByteBuf held = frame("event");
        doubtful.deliver(held);
        doubtful.end(Ending.KILLED);
        doubtful.confirm(1);
        assertEquals(List.of(), wire.done);
        assertEquals(1, held.refCnt());
        assertEquals(0, outages.holding());
        assertEquals(List.of("opened", "killed"), meters.told);
    }

    @Test
    void aConnectionThatWouldHoldTooMuchEnds() {
        Connection doubtful = doubtful(Duration.ofMinutes(1));
        doubtful.deliver(frame("12345"));
        doubtful.deliver(frame("12345"));
        assertFalse(doubtful.ended());
        ByteBuf excess = frame("1");
        doubtful.deliver(excess);
        assertEquals(List.of("UNCONFIRMED_TOKEN"), farewells);
        assertEquals(1, excess.refCnt());
        assertEquals(List.of(), wire.done);
    }

    @Test
    void whatIsHeldCountsForTheLimitOfAll() throws Exception {
        Connection doubtful = doubtful(Duration.ofMinutes(1));
        ByteBuf event = frame("1234567");
        doubtful.deliver(event);
        assertFalse(doubtful.ended());
        loop.submit(() -> outboxes.relieve(() -> {})).sync();
        assertEquals(List.of("UNCONFIRMED_TOKEN"), farewells);
        assertEquals(1, event.refCnt());
        assertFalse(outboxes.relieve(() -> {}));
    }

    @Test
    void whatIsHeldNoLongerDoesNotCount() throws Exception {
        Connection doubtful = doubtful(Duration.ofMinutes(1));
        doubtful.deliver(frame("1234567"));
        doubtful.confirm(1);
        loop.submit(() -> outboxes.relieve(() -> {})).sync();
        assertFalse(doubtful.ended());
    }

    @Test
    void aConnectionThatHoldsTooLongEnds() throws Exception {
        Connection doubtful = loop.submit(() -> {
                    Connection begun = doubtful(Duration.ofMillis(10));
                    begun.deliver(frame("event"));
                    return begun;
                })
                .get();
        await().until(() -> loop.submit(doubtful::ended).get());
        assertEquals(List.of("UNCONFIRMED_TOKEN"), farewells);
    }

    @Test
    void theTimeCountsForWhatIsHeldOnly() throws Exception {
        Connection doubtful = loop.submit(() -> {
                    Connection begun = doubtful(Duration.ofMillis(10));
                    begun.deliver(frame("event"));
                    begun.confirm(1);
                    return begun;
                })
                .get();
        // The timers of one loop fire in their order.
        loop.schedule(() -> {}, 20, TimeUnit.MILLISECONDS).get();
        assertFalse(doubtful.ended());
    }

    @Test
    void whoConnectsAfterAnOutageIsNotInDoubt() {
        outages.passed();
        Connection later = connection(new Viewer(1, 2, new Scopes(Set.of("read")), null, 0));
        later.open();
        later.deliver(frame("event"));
        assertEquals(List.of("event"), wire.done);
    }

    @Test
    void anAnonymousViewerHasNothingToConfirm() {
        connection.open();
        outages.passed();
        deliver("event");
        assertEquals(List.of("event"), wire.done);
    }
}

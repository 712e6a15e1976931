package dev.trunkline.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trunkline.metrics.FakeMeters;
import dev.trunkline.metrics.Transport;
import dev.trunkline.viewer.Scopes;
import dev.trunkline.viewer.Viewer;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One account, or one address without an account, has one pace. */
class SubscriptionPacesTest {

    private static final Origin HERE = new Origin("192.0.2.1", "id");
    private static final Origin THERE = new Origin("192.0.2.2", "id");

    private final AtomicLong now = new AtomicLong();
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final List<String> done = new ArrayList<>();

    /** Six in a minute, one in ten seconds after that. */
    private final SubscriptionPaces paces = new SubscriptionPaces(6, now::get);

    @BeforeEach
    void freeze() {
        channel.freezeTime();
    }

    private void pass(long seconds) {
        for (long i = 0; i < seconds; i++) {
            now.addAndGet(TimeUnit.SECONDS.toNanos(1));
            channel.advanceTimeBy(1, TimeUnit.SECONDS);
            channel.runScheduledPendingTasks();
        }
    }

    private Connection connection(Viewer viewer, Origin origin) {
        return new Connection(
                viewer,
                origin,
                Transport.WEBSOCKET,
                channel.eventLoop(),
                new FakeWire(),
                10,
                OutboxesFixture.of(Long.MAX_VALUE, () -> 0),
                new FakeMeters(),
                new Outages(Duration.ofMinutes(1)),
                new Rounds(),
                ended -> {},
                (ending, opened) -> {});
    }

    private static Viewer viewer(long account) {
        return new Viewer(account + 1, account + 1, new Scopes(Set.of("read")), null, 0);
    }

    private int taken(Viewer viewer, Origin origin) {
        int taken = 0;
        while (paces.take(viewer, origin)) {
            taken++;
        }
        return taken;
    }

    @Test
    void anAccountHasOnePaceForAllItsConnections() {
        Viewer viewer = viewer(1);
        assertEquals(6, taken(viewer, HERE));
        assertEquals(0, taken(viewer, THERE));
        paces.atTurn(connection(viewer, THERE), () -> done.add("late"));
        assertEquals(List.of(), done);
        assertEquals(6, taken(viewer(2), HERE));
    }

    @Test
    void withoutAnAccountItIsTheAddress() {
        assertEquals(6, taken(Viewer.ANONYMOUS, HERE));
        assertEquals(0, taken(Viewer.ANONYMOUS, HERE));
        assertEquals(6, taken(Viewer.ANONYMOUS, THERE));
        assertEquals(6, taken(viewer(1), HERE));
    }

    @Test
    void whatIsRefusedTakesNoTurn() {
        Viewer viewer = viewer(1);
        taken(viewer, HERE);
        for (int i = 0; i < 100; i++) {
            assertFalse(paces.take(viewer, HERE));
        }
        pass(10);
        assertEquals(1, taken(viewer, HERE));
    }

    @Test
    void severalConnectionsTakeTheirTurns() {
        Viewer viewer = viewer(1);
        taken(viewer, HERE);
        paces.atTurn(connection(viewer, HERE), () -> done.add("first"));
        paces.atTurn(connection(viewer, THERE), () -> done.add("second"));
        pass(9);
        assertEquals(List.of(), done);
        pass(1);
        assertEquals(List.of("first"), done);
        pass(10);
        assertEquals(List.of("first", "second"), done);
    }

    @Test
    void aConnectionThatEndsGivesItsTurnBackAndIsNotKept() {
        Viewer viewer = viewer(1);
        taken(viewer, HERE);
        Connection left = connection(viewer, HERE);
        paces.atTurn(left, () -> done.add("left"));
        left.end(Ending.CLIENT_LEFT);
        pass(1);
        assertEquals(List.of("left"), done);
        pass(9);
        assertTrue(paces.take(viewer, HERE));
    }

    @Test
    void thereIsABoundOnTheMemory() {
        taken(viewer(0), HERE);
        for (int account = 1; account <= SubscriptionPaces.MAX_PACES; account++) {
            paces.take(viewer(account), HERE);
        }
        assertEquals(6, taken(viewer(0), HERE), "starts afresh");
        assertEquals(5, taken(viewer(SubscriptionPaces.MAX_PACES), HERE));
    }
}

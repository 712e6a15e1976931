package dev.trunkline.fanout;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trunkline.audience.FeedAccess;
import dev.trunkline.audience.Judged;
import dev.trunkline.audience.Listener;
import dev.trunkline.audience.Verdict;
import dev.trunkline.audience.VerdictFixture;
import dev.trunkline.connection.OutboxesFixture;
import dev.trunkline.event.Encoding;
import dev.trunkline.event.Event;
import dev.trunkline.metrics.FakeMeters;
import dev.trunkline.viewer.Viewer;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.DefaultEventLoop;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How often a delivery is judged and encoded, and how long its frames live. */
class DeliveryTest {

    private final Event event = Event.text("delete", "1".getBytes(UTF_8));
    private final List<Listener> asked = new ArrayList<>();
    private final List<ByteBuf> encoded = new ArrayList<>();
    private final List<ByteBuf> delivered = new ArrayList<>();

    /** Verdicts of listeners that do not get it as published. */
    private final IdentityHashMap<Listener, Verdict> verdicts = new IdentityHashMap<>();

    private final DefaultEventLoop loop = new DefaultEventLoop();

    @SuppressWarnings("NullAway") // these tests queue nothing
    private final Lane lane = new Lane(loop, OutboxesFixture.of(1_000_000, () -> 0), null, new FakeMeters());

    @AfterEach
    void stop() {
        loop.shutdownGracefully(0, 0, TimeUnit.SECONDS).syncUninterruptibly();
    }

    /** Equal for the same label, as that of a WebSocket. */
    private record Labelled(String label, List<ByteBuf> encoded) implements Encoding {

        @Override
        public ByteBuf encode(Event event) {
            ByteBuf frame = Unpooled.copiedBuffer(label + event.name(), UTF_8);
            encoded.add(frame);
            return frame;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Labelled labelled && label.equals(labelled.label);
        }

        @Override
        public int hashCode() {
            return label.hashCode();
        }
    }

    private final class Recorder implements Judged {

        @Override
        public Event event() {
            return event;
        }

        @Override
        public Verdict verdictFor(Listener listener) {
            asked.add(listener);
            return verdicts.getOrDefault(listener, Verdict.AS_PUBLISHED);
        }
    }

    private static Listener listener() {
        return Listener.of(Viewer.ANONYMOUS, FeedAccess.ALL, true);
    }

    private void deliver(LaneDelivery delivery, Listener listener, String label) {
        assertTrue(delivery.admits(listener));
        delivery.deliver(listener, new Labelled(label, encoded), delivered::add);
    }

    @Test
    void aListenersVerdictIsLookedUpOnce() {
        LaneDelivery delivery = new LaneDelivery(new Delivery(new Recorder()), lane);
        Listener one = listener();
        Listener two = listener();
        deliver(delivery, one, "a");
        deliver(delivery, two, "a");
        assertEquals(2, asked.size());
        assertSame(one, asked.get(0));
        assertSame(two, asked.get(1));
    }

    @Test
    void eachEncodingIsMadeOnceForAllLanes() {
        Delivery delivery = new Delivery(new Recorder());
        for (int i = 0; i < 2; i++) {
            LaneDelivery part = new LaneDelivery(delivery, lane);
            deliver(part, listener(), "a");
            deliver(part, listener(), "b");
            deliver(part, listener(), "a");
        }
        assertEquals(2, encoded.size());
        assertEquals(6, delivered.size());
        assertNotSame(delivered.get(0), delivered.get(1));
        assertSame(delivered.get(0), delivered.get(2));
        assertSame(delivered.get(0), delivered.get(3));
        assertSame(delivered.get(1), delivered.get(4));
    }

    @Test
    void oneAccountsFramesAreMadeOnceForAllItsConnectionsInALane() {
        LaneDelivery delivery = new LaneDelivery(new Delivery(new Recorder()), lane);
        Listener first = listener();
        Listener second = listener();
        Listener other = listener();
        Verdict matched = VerdictFixture.matched();
        verdicts.put(first, matched);
        verdicts.put(second, matched);
        verdicts.put(other, VerdictFixture.matched());
        deliver(delivery, first, "a");
        deliver(delivery, first, "b");
        deliver(delivery, second, "a");
        deliver(delivery, second, "b");
        assertEquals(2, encoded.size());
        assertSame(delivered.get(0), delivered.get(2));
        assertSame(delivered.get(1), delivered.get(3));
        assertEquals(1, encoded.get(0).refCnt());
        deliver(delivery, other, "a");
        assertEquals(3, encoded.size());
        assertEquals(0, encoded.get(0).refCnt(), "The first account's turn is over");
        assertEquals(0, encoded.get(1).refCnt());
        delivery.release();
        assertEquals(0, encoded.get(2).refCnt());
    }

    @Test
    void framesLiveUntilTheLastHolderHasReleasedThem() {
        Delivery delivery = new Delivery(new Recorder());
        delivery.retain();
        deliver(new LaneDelivery(delivery, lane), listener(), "a");
        delivery.release();
        assertEquals(1, encoded.get(0).refCnt());
        delivery.release();
        assertEquals(0, encoded.get(0).refCnt());
    }
}

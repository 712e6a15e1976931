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
import dev.trunkline.event.Encoding;
import dev.trunkline.event.Event;
import dev.trunkline.viewer.Viewer;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How often a delivery is judged and encoded, and how long its frames live. */
class DeliveryTest {

    private final Event event = Event.text("delete", "1".getBytes(UTF_8));
    private final List<Listener> asked = new ArrayList<>();
    private final List<ByteBuf> encoded = new ArrayList<>();
    private final List<ByteBuf> delivered = new ArrayList<>();

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
            return Verdict.AS_PUBLISHED;
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
        LaneDelivery delivery = new LaneDelivery(new Delivery(new Recorder(), 1));
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
        Delivery delivery = new Delivery(new Recorder(), 2);
        for (int lane = 0; lane < 2; lane++) {
            LaneDelivery part = new LaneDelivery(delivery);
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
    void framesLiveUntilTheLastLaneHasReleasedThem() {
        Delivery delivery = new Delivery(new Recorder(), 2);
        deliver(new LaneDelivery(delivery), listener(), "a");
        delivery.release();
        assertEquals(1, encoded.get(0).refCnt());
        delivery.release();
        assertEquals(0, encoded.get(0).refCnt());
    }
}

package dev.trunkline.history;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trunkline.event.Event;
import java.lang.ref.WeakReference;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Messages of events that are kept: once, in segments that are used again. */
class MessageLogTest {

    private static final int SEGMENT = 1000;

    private final MessageLog log = new MessageLog(32 * SEGMENT);
    private long number;

    private StoredEvent add(String text) {
        number++;
        EventId id = new EventId(number, 0, 1, number, number);
        return log.add(id, number, number, reason -> {}, Event.text("update", text.getBytes(UTF_8)));
    }

    private static @Nullable String text(StoredEvent kept) {
        Event event = kept.event();
        return event == null ? null : new String(event.payload(), UTF_8);
    }

    @Test
    void aMessageOfManyEventsIsThereOnceUntilTheLastHasGone() {
        StoredEvent first = add("x".repeat(900));
        StoredEvent second = add("x".repeat(900));
        assertEquals(SEGMENT, log.bytes());
        Event event = first.event();
        Event other = second.event();
        assertNotNull(event);
        assertNotNull(other);
        assertNotSame(event, other);
        assertSame(event.message(), other.message());

        log.remove(first);
        assertNull(first.event());
        assertEquals("x".repeat(900), text(second));
        assertEquals(SEGMENT, log.bytes());
        log.remove(second);
        assertEquals(0, log.bytes());
    }

    @Test
    void whatIsLargeHasASegmentOfItsOwnAndTheOthersGoOn() {
        StoredEvent small = add("small");
        StoredEvent large = add("x".repeat(5000));
        StoredEvent next = add("next");
        assertTrue(log.bytes() > 5000 + SEGMENT && log.bytes() < 5100 + SEGMENT, log.bytes() + " bytes");
        assertEquals("x".repeat(5000), text(large));
        log.remove(large);
        assertEquals(SEGMENT, log.bytes());
        assertEquals("small", text(small));
        assertEquals("next", text(next));
    }

    @Test
    void aMessageThatComesAgainAndAgainKeepsNoOldSegment() {
        Deque<StoredEvent> events = new ArrayDeque<>();
        for (int i = 0; i < 1000; i++) {
            events.add(add("again"));
            events.add(add(i + "x".repeat(300)));
            if (events.size() > 20) {
                log.remove(events.remove());
                log.remove(events.remove());
            }
            // Ten different ones, three in a segment, and the segments in which the one that comes again is found.
            assertTrue(log.bytes() <= 9 * SEGMENT, log.bytes() + " bytes");
        }
    }

    /** Also not as a place in which a message might be found again. */
    @Test
    void nothingHoldsWhatIsKeptNoLonger() {
        List<WeakReference<Segment>> segments = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            // Each is too large for a segment that others share.
            StoredEvent kept = add(i + "x".repeat(SEGMENT));
            segments.add(new WeakReference<>(kept.segment()));
            log.remove(kept);
        }
        assertEquals(0, log.bytes());
        await().until(() -> {
            System.gc();
            return segments.stream().allMatch(segment -> segment.get() == null);
        });
    }

    @Test
    void whatIsReadWhileItGoesIsWholeOrGone() throws InterruptedException {
        AtomicReference<@Nullable StoredEvent> newest = new AtomicReference<>(add("0"));
        CountDownLatch begun = new CountDownLatch(1);
        CompletableFuture<Long> reader = CompletableFuture.supplyAsync(() -> {
            long read = 0;
            for (StoredEvent kept = newest.get(); kept != null; kept = newest.get()) {
                String text = text(kept);
                if (text != null) {
                    assertEquals(kept.number - 1, Long.parseLong(text.strip()));
                    read++;
                    begun.countDown();
                }
            }
            return read;
        });
        assertTrue(begun.await(60, TimeUnit.SECONDS));
        Deque<StoredEvent> events = new ArrayDeque<>();
        for (int i = 1; i < 100_000; i++) {
            events.add(add(i + " ".repeat(i % 300)));
            newest.set(events.peek());
            if (events.size() > 2) {
                log.remove(events.remove());
            }
        }
        newest.set(null);
        assertTrue(reader.join() > 0);
    }
}

package dev.trunkline.history;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trunkline.event.Event;
import dev.trunkline.event.RecentMessages;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

/** Several rings that share one store, in random order of what can happen, against a list of all that ever came. */
class RingAndStoreTest {

    private static final int RINGS = 3;
    private static final long AGE = 40;

    /** Of payloads, which differ by this: several have one size, and then the same text. */
    private static final int STEP = 150;

    /** Segments are of 1,000 bytes, into which most payloads go, and some do not. */
    private static final long LIMIT = 32_000;

    private static final int MOST_PAYLOAD = 1_500;

    private enum Kind {
        ADD,
        ADD_AGAIN,
        PASS,
        INTERRUPT,
        BEGIN,
        TAKE
    }

    /** @param size of a payload, a time, or what others take of the limit */
    private record Move(Kind kind, int ring, int size) {}

    /** What there is to know of an event. */
    private static final class Past {
        final int ring;
        final StoredEvent kept;
        final Event event;

        /** It can be asked for. */
        boolean here = true;

        Past(int ring, StoredEvent kept, Event event) {
            this.ring = ring;
            this.kept = kept;
            this.event = event;
        }
    }

    @Provide
    Arbitrary<List<Move>> moves() {
        Arbitrary<Kind> kinds = Arbitraries.of(Kind.class);
        return Combinators.combine(
                        kinds,
                        Arbitraries.integers().between(0, RINGS - 1),
                        Arbitraries.integers().between(0, MOST_PAYLOAD))
                .as(Move::new)
                .list()
                .ofMaxSize(120);
    }

    @Property(tries = 500)
    void agreeWithAListOfAllThatEverCame(@ForAll("moves") @Size(min = 1) List<Move> moves) {
        Model model = new Model();
        for (Move move : moves) {
            model.make(move);
            model.check();
        }
        model.end();
    }

    private static final class Model {

        private final List<Ring> rings = new ArrayList<>();
        private final RecentMessages recent = new RecentMessages(1_000_000);
        private final Store store = new Store(LIMIT, AGE);
        private final List<Past> past = new ArrayList<>();
        private final long[] begun = new long[RINGS];
        private final Missed[] reasons = new Missed[RINGS];
        private long number;
        private long now;

        Model() {
            for (int i = 0; i < RINGS; i++) {
                rings.add(new Ring());
                begun[i] = Long.MAX_VALUE;
                reasons[i] = Missed.UNKNOWN_ID;
            }
        }

        void make(Move move) {
            switch (move.kind) {
                case ADD, ADD_AGAIN -> add(move.ring, move.size);
                case PASS -> now += move.size % (AGE / 2);
                case INTERRUPT -> interrupt(move.ring);
                case BEGIN -> {
                    begun[move.ring] = ++number;
                    rings.get(move.ring).begin(number);
                }
                case TAKE -> relieve(move.size * 20L);
            }
        }

        private void add(int ring, int size) {
            if (begun[ring] == Long.MAX_VALUE) {
                return;
            }
            EventId id = new EventId(number, rings.get(ring).newest(), 1, ++number, now);
            // Some have the message of one before, as on several home timelines.
            Event event = recent.shared(Event.text("delete", new byte[size / STEP * STEP]));
            StoredEvent kept = store.add(id, number, now, rings.get(ring), event);
            rings.get(ring).add(kept);
            past.add(new Past(ring, kept, event));
            relieve(0);
        }

        private void interrupt(int ring) {
            rings.get(ring).interrupt(Missed.OUTAGE, now, store::drop);
            begun[ring] = Long.MAX_VALUE;
            reasons[ring] = Missed.OUTAGE;
            for (Past each : past) {
                if (each.ring == ring) {
                    each.here = false;
                }
            }
        }

        private void relieve(long elsewhere) {
            store.relieve(now, elsewhere);
            boolean gone = true;
            boolean forced = false;
            int passed = 0;
            for (Past each : past) {
                if (!each.here) {
                    passed++;
                    continue;
                }
                boolean old = now - each.kept.nanos > AGE;
                each.here = each.kept.isKept();
                assertTrue(gone || each.here, "The oldest go first");
                assertTrue(!old || !each.here, "What is old goes");
                gone = !each.here;
                if (gone) {
                    forced = !old;
                    passed++;
                    if (each.kept.number > begun[each.ring]) {
                        reasons[each.ring] = old ? Missed.EXPIRED : Missed.TOO_MANY;
                    }
                }
            }
            assertTrue(store.bytes() + elsewhere <= LIMIT || store.count() == 0, "The limit holds");
            long before = store.bytes() + elsewhere + 2 * MOST_PAYLOAD + (long) passed * StoredEvent.OVERHEAD;
            assertTrue(!forced || before > LIMIT, "Nothing goes for which there is room");
        }

        void check() {
            assertEquals(past.stream().filter(each -> each.here).count(), store.count());
            for (int ring = 0; ring < RINGS; ring++) {
                for (long from = Math.max(0, number - 12); from <= number; from++) {
                    check(ring, from);
                }
            }
            for (Past each : past) {
                Event event = each.kept.event();
                assertEquals(each.here, event != null);
                if (event != null) {
                    assertArrayEquals(each.event.payload(), event.payload());
                    assertEquals(each.kept.number, event.number());
                    assertArrayEquals(each.kept.id.text(), event.id());
                    assertSame(event, each.kept.event(), "Those who ask get the same event");
                }
            }
        }

        private void check(int ring, long from) {
            List<Kept> present = new ArrayList<>();
            boolean complete = from >= begun[ring];
            for (Past each : past) {
                if (each.ring == ring && each.kept.number > from) {
                    if (each.here) {
                        present.add(each.kept);
                    } else {
                        // Also what came before the last interruption: who has got less has missed something.
                        complete = false;
                    }
                }
            }
            List<Kept> found = new ArrayList<>();
            rings.get(ring).after(from, found);
            assertEquals(present, found);
            Missed reason = rings.get(ring).lostSince(from);
            if (complete) {
                assertNull(reason);
            } else {
                assertEquals(reasons[ring], reason);
            }
            for (Kept kept : present) {
                assertEquals(kept.number, rings.get(ring).position(kept.id, List.of(), true));
            }
        }

        void end() {
            now += AGE + 1;
            relieve(0);
            check();
            assertEquals(0, store.count());
            assertEquals(0, store.bytes(), "Nothing stays of what is kept no longer");
        }
    }
}

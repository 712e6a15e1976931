package dev.trunkline.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which connections end when more waits in the process than may. */
class OutboxesTest {

    private static final long LIMIT = 8_000;

    private final List<String> log = new ArrayList<>();
    private final List<Fake> all = new ArrayList<>();
    private final List<Runnable> later = new ArrayList<>();

    /** Bytes of frames that many wait with, beside those that only one waits with. */
    private long shared;

    private long now;
    private boolean otherLoop;

    private final Outboxes outboxes = new Outboxes(LIMIT, this::frames, () -> now);

    private long frames() {
        return shared + all.stream().mapToLong(fake -> fake.own).sum();
    }

    /** An outbox with frames of its own, or with shared ones that it frees nothing of. */
    private final class Fake implements Outbox {

        private final String name;
        private final Object holder;
        private long own;
        private long waiting;
        private long upkeep;

        Fake(String name, Object holder) {
            this.name = name;
            this.holder = holder;
            all.add(this);
        }

        Fake fill(long bytes) {
            own = bytes;
            waiting = bytes;
            return count(1);
        }

        Fake fillShared(long bytes, long upkeepBytes) {
            waiting = bytes;
            return count(upkeepBytes);
        }

        private Fake count(long now) {
            long before = upkeep;
            upkeep = now;
            outboxes.changed(this, before, now);
            return this;
        }

        private void empty() {
            own = 0;
            waiting = 0;
        }

        @Override
        public Object holder() {
            return holder;
        }

        @Override
        public long waiting() {
            return waiting;
        }

        @Override
        public long upkeep() {
            return upkeep;
        }

        @Override
        public void recount() {
            log.add("recount " + name);
            count(0);
        }

        @Override
        public void giveUp(long seen, Runnable done) {
            log.add(name);
            if (name.equals("faulty")) {
                done.run();
                throw new IllegalStateException("a fault");
            }
            Runnable action = () -> {
                empty();
                count(0);
                done.run();
            };
            if (otherLoop) {
                later.add(action);
            } else {
                action.run();
            }
        }
    }

    private boolean relieve() {
        return outboxes.relieve(() -> log.add("flush"));
    }

    @Test
    void belowTheLimitNothingHappens() {
        new Fake("a", 1).fill(LIMIT - 1_000);
        assertFalse(relieve());
        assertEquals(List.of(), log);
    }

    @Test
    void theFullestEndUntilThereIsRoom() {
        new Fake("a", 1).fill(1_000);
        new Fake("b", 2).fill(3_000);
        new Fake("c", 3).fill(5_000);
        assertFalse(relieve());
        assertEquals(List.of("flush", "c"), log);
    }

    @Test
    void aFaultKeepsNoOtherFromEnding() {
        new Fake("faulty", 1).fill(7_000);
        new Fake("b", 2).fill(6_000);
        new Fake("c", 3).fill(5_000);
        relieve();
        assertEquals(List.of("flush", "faulty", "b"), log);
    }

    @Test
    void anAccountWithManyConnectionsComesBeforeAFullerOne() {
        for (int i = 1; i <= 8; i++) {
            new Fake("many" + i, 1).fill(800 + i);
        }
        new Fake("single", 2).fill(2_000);
        assertFalse(relieve());
        assertEquals(List.of("flush", "many8", "many7"), log);
    }

    @Test
    void whatLeavesWithAFlushEndsNobody() {
        Fake fast = new Fake("fast", 1);
        fast.own = LIMIT + 1;
        assertFalse(outboxes.relieve(fast::empty));
        assertEquals(List.of(), log);
    }

    @Test
    void aReaderThatHasCaughtUpIsNotCounted() {
        Fake caughtUp = new Fake("late", 1).fillShared(500, 5_000);
        new Fake("slow", 2).fillShared(500, 4_000);
        caughtUp.empty();
        assertFalse(relieve());
        assertEquals(List.of("flush", "recount late"), log);
    }

    @Test
    void sharedFramesCountOnceAndEachQueueForItself() {
        shared = 1_000;
        for (int i = 0; i < 100; i++) {
            new Fake("s" + i, i).fillShared(1_000, 60);
        }
        assertFalse(relieve());
        for (int i = 100; i < 120; i++) {
            new Fake("s" + i, i).fillShared(1_000, 60);
        }
        // One that is ended frees little, which is known only afterwards.
        int searches = 0;
        while (relieve()) {
            assertTrue(searches++ < 10, "It does not get below the limit");
        }
        long ended = log.stream().filter(line -> line.startsWith("s")).count();
        assertTrue(ended >= 4 && ended <= 40, ended + " ended");
    }

    @Test
    void whoIsBeingEndedOnAnotherEventLoopIsWaitedFor() {
        otherLoop = true;
        new Fake("a", 1).fill(5_000);
        new Fake("b", 2).fill(4_000);
        assertTrue(relieve());
        assertTrue(relieve());
        assertEquals(List.of("flush", "a", "flush"), log);
        later.forEach(Runnable::run);
        assertFalse(relieve());
        assertEquals(List.of("flush", "a", "flush"), log);
    }

    /** Each look at the clock takes a millisecond, and so a search does. */
    @Test
    void aLongSearchIsFollowedByAPause() {
        Outboxes slow = new Outboxes(LIMIT, () -> LIMIT + 1, () -> now += 1_000_000);
        Fake endless = new Fake("endless", 1);
        int looks = 1_000;
        for (int i = 0; i < looks; i++) {
            endless.waiting = 1;
            slow.changed(endless, 0, 1);
            slow.relieve(() -> {});
        }
        long searches = log.stream().filter("endless"::equals).count();
        assertTrue(searches > 0 && searches <= looks / 10 + 1, searches + " searches");
    }
}

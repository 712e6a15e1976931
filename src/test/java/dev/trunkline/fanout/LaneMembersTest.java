package dev.trunkline.fanout;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trunkline.audience.Judged;
import dev.trunkline.connection.OutboxesFixture;
import dev.trunkline.event.Event;
import dev.trunkline.metrics.FakeMeters;
import io.netty.channel.DefaultEventLoop;
import io.smallrye.mutiny.subscription.Cancellable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Members join and leave during the dispatch of an event. */
class LaneMembersTest {

    private final DefaultEventLoop loop = new DefaultEventLoop();

    @SuppressWarnings("NullAway") // these tests queue nothing
    private final LaneMembers members =
            new LaneMembers(new Lane(loop, OutboxesFixture.of(1_000, () -> 0), null, new FakeMeters()));

    private final Map<String, Cancellable> joined = new HashMap<>();
    private final List<String> got = new ArrayList<>();

    @AfterEach
    void stop() {
        loop.shutdownGracefully(0, 0, TimeUnit.SECONDS).syncUninterruptibly();
    }

    /** Adds a member that runs the action at each event. */
    private void join(String name, Runnable action) {
        join(name, 0, action);
    }

    private void join(String name, long account, Runnable action) {
        onLoop(() -> joined.put(name, members.of(account).subscribe().with(delivery -> {
            got.add(name);
            action.run();
        })));
    }

    private void join(String name) {
        join(name, () -> {});
    }

    private void leave(String name) {
        onLoop(() -> Objects.requireNonNull(joined.get(name)).cancel());
    }

    private List<String> dispatch() {
        got.clear();
        Judged judged = Judged.unchecked(Event.text("delete", "1".getBytes(UTF_8)));
        onLoop(() -> members.dispatch(new Delivery(judged)));
        return List.copyOf(got);
    }

    /** Whether no member is left after the current turn of the loop. */
    private boolean isEmpty() {
        onLoop(() -> {});
        return members.isEmpty();
    }

    /** Runs the action on the lane's event loop and waits for it; at once if called there. */
    private void onLoop(Runnable action) {
        if (loop.inEventLoop()) {
            action.run();
        } else {
            loop.submit(action).syncUninterruptibly();
        }
    }

    @Test
    void allMembersGetIt() {
        assertTrue(isEmpty());
        join("a");
        join("b");
        assertFalse(isEmpty());
        assertEquals(List.of("a", "b"), dispatch());
        leave("a");
        assertEquals(List.of("b"), dispatch());
        leave("b");
        assertTrue(isEmpty());
        assertEquals(List.of(), dispatch());
    }

    @Test
    void thoseOfOneAccountGetItOneAfterTheOther() {
        join("a", 2, () -> {});
        join("b", 1, () -> {});
        join("c", 2, () -> {});
        assertEquals(List.of("b", "a", "c"), dispatch());
        join("d", 1, () -> {});
        assertEquals(List.of("b", "d", "a", "c"), dispatch());
    }

    @Test
    void aMemberThatLeavesDuringADispatchGetsNothingMore() {
        join("a", () -> leave("c"));
        join("b");
        join("c");
        join("d");
        assertEquals(List.of("a", "b", "d"), dispatch());
        assertEquals(List.of("a", "b", "d"), dispatch());
    }

    @Test
    void aMemberThatLeavesAtItsOwnEventAffectsNoOther() {
        join("a", () -> leave("a"));
        join("b");
        assertEquals(List.of("a", "b"), dispatch());
        assertEquals(List.of("b"), dispatch());
    }

    @Test
    void allMayLeaveAtOnce() {
        join("a", () -> {
            leave("a");
            leave("b");
        });
        join("b");
        assertEquals(List.of("a"), dispatch());
        assertTrue(isEmpty());
    }

    @Test
    void aMemberThatJoinsDuringADispatchGetsTheNextEvent() {
        join("a", () -> {
            if (!joined.containsKey("b")) {
                join("b");
            }
        });
        assertEquals(List.of("a"), dispatch());
        assertEquals(List.of("a", "b"), dispatch());
    }

    @Test
    void aMemberThatJoinsWhenOthersLeaveStays() {
        join("a", () -> {
            leave("a");
            join("b");
        });
        assertEquals(List.of("a"), dispatch());
        assertFalse(isEmpty());
        assertEquals(List.of("b"), dispatch());
    }
}

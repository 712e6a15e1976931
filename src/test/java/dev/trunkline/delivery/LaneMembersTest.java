package dev.trunkline.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trunkline.audience.Judged;
import dev.trunkline.audience.Verdicts;
import dev.trunkline.event.Event;
import io.netty.channel.embedded.EmbeddedChannel;
import io.smallrye.mutiny.subscription.Cancellable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Members come and go while an event is handed round. */
class LaneMembersTest {

    /** Its event loop runs what is queued when we say so, on our thread. */
    private final EmbeddedChannel channel = new EmbeddedChannel();

    @SuppressWarnings("NullAway") // nothing here is congested
    private final LaneMembers members = new LaneMembers(new Lane(channel.eventLoop(), null));

    private final Map<String, Cancellable> joined = new HashMap<>();
    private final List<String> got = new ArrayList<>();

    /** Joins and runs the action with each event. */
    private void join(String name, Runnable action) {
        joined.put(name, members.subscribe().with(delivery -> {
            got.add(name);
            action.run();
        }));
    }

    private void join(String name) {
        join(name, () -> {});
    }

    private void leave(String name) {
        Objects.requireNonNull(joined.get(name)).cancel();
    }

    private List<String> dispatch() {
        got.clear();
        channel.runPendingTasks();
        members.dispatch(new Delivery(new Judged(Event.text("delete", "1".getBytes(UTF_8)), Verdicts.EVERYBODY), 1));
        channel.runPendingTasks();
        return List.copyOf(got);
    }

    @Test
    void allGetIt() {
        assertTrue(members.isEmpty());
        join("a");
        join("b");
        assertFalse(members.isEmpty());
        assertEquals(List.of("a", "b"), dispatch());
        leave("a");
        assertEquals(List.of("b"), dispatch());
        leave("b");
        assertEquals(List.of(), dispatch());
        assertTrue(members.isEmpty());
    }

    @Test
    void whoLeavesMeanwhileGetsNothingMore() {
        join("a", () -> leave("c"));
        join("b");
        join("c");
        join("d");
        assertEquals(List.of("a", "b", "d"), dispatch());
        assertEquals(List.of("a", "b", "d"), dispatch());
    }

    @Test
    void whoLeavesAtItsOwnEventTakesNobodyAlong() {
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
        assertTrue(members.isEmpty());
    }

    @Test
    void whoJoinsMeanwhileGetsTheNext() {
        join("a", () -> {
            if (!joined.containsKey("b")) {
                join("b");
            }
        });
        assertEquals(List.of("a"), dispatch());
        assertEquals(List.of("a", "b"), dispatch());
    }

    @Test
    void whoJoinsBeforeThoseWhoLeftAreRemovedStays() {
        join("a");
        leave("a");
        join("b");
        assertEquals(List.of("b"), dispatch());
        assertFalse(members.isEmpty());
    }

    @Test
    void whoJoinsWhereOthersLeaveStays() {
        join("a", () -> {
            leave("a");
            join("b");
        });
        assertEquals(List.of("a"), dispatch());
        assertFalse(members.isEmpty());
        assertEquals(List.of("b"), dispatch());
    }
}

package dev.trunkline.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which query begins when. */
class QueryGateTest {

    private final List<String> begun = new ArrayList<>();
    private final List<String> failed = new ArrayList<>();

    /** How many connections are open. */
    private int open;

    private final List<QueryGate.Turn> turns = new ArrayList<>();

    private QueryGate.Turn enter(QueryGate gate, Priority priority, String name) {
        QueryGate.Turn entered = gate.enter(priority, new QueryGate.Waiter() {
            @Override
            public void begin(QueryGate.Turn turn) {
                QueryGateTest.this.begin(name, turn);
            }

            @Override
            public void fail(Throwable cause) {
                failed.add(name + ": " + cause.getMessage());
            }
        });
        if (entered.atOnce()) {
            begin(name, entered);
        }
        return entered;
    }

    private void begin(String name, QueryGate.Turn turn) {
        begun.add(name);
        turns.add(turn);
    }

    private void enter(QueryGate gate, Priority priority, int times) {
        for (int i = 0; i < times; i++) {
            enter(gate, priority, priority.name());
        }
    }

    /** Opens as many connections as those that wait may have. */
    private void grow(QueryGate gate) {
        for (Optional<QueryGate.Opening> next = gate.grow(); next.isPresent(); next = gate.grow()) {
            done(next.get());
        }
    }

    private static QueryGate.Opening opening(QueryGate gate) {
        return gate.grow().orElseThrow();
    }

    private void done(QueryGate.Opening opening) {
        open++;
        opening.done();
    }

    private static void fail(QueryGate.Opening opening, String reason) {
        opening.failed(new IOException(reason));
    }

    private QueryGate gate(int connections, int maxWaiting) {
        open = 0;
        return new QueryGate(connections, () -> open, maxWaiting);
    }

    /** How many of each begin where nothing else does, and how many of all together. */
    @ParameterizedTest
    @CsvSource({"1, 1, 1, 1", "2, 1, 1, 2", "3, 1, 1, 2", "4, 2, 2, 3", "5, 3, 3, 4", "10, 8, 7, 9"})
    void eachPriorityHasItsShare(int connections, int checks, int lookUps, int checksAndLookUps) {
        for (Priority priority : Priority.values()) {
            begun.clear();
            QueryGate gate = gate(connections, 100);
            enter(gate, priority, 20);
            grow(gate);
            int share =
                    switch (priority) {
                        case HEALTH -> 1;
                        case CHECK -> checks;
                        case LOOK_UP -> lookUps;
                    };
            assertEquals(share, begun.size(), priority::name);
        }
        begun.clear();
        QueryGate gate = gate(connections, 100);
        enter(gate, Priority.LOOK_UP, 20);
        enter(gate, Priority.CHECK, 20);
        grow(gate);
        assertEquals(checksAndLookUps, begun.size());
        assertEquals(40 - checksAndLookUps, gate.waiting());
        enter(gate, Priority.HEALTH, 20);
        grow(gate);
        assertEquals(connections, begun.size());
        assertEquals(connections, gate.underWay());
    }

    /** Also not those that have waited for a connection. */
    @ParameterizedTest
    @CsvSource({"2, 1", "3, 1", "10, 8"})
    void howeverManyAskForHealthChecksBegin(int connections, int checks) {
        QueryGate gate = gate(connections, 100);
        enter(gate, Priority.HEALTH, 20);
        enter(gate, Priority.CHECK, 20);
        grow(gate);
        turns.get(0).over();
        turns.get(1).over();
        assertEquals(2, begun.stream().filter("HEALTH"::equals).count());
        assertEquals(checks + 1, begun.stream().filter("CHECK"::equals).count());
        assertEquals(checks + 1, gate.underWay());
    }

    /** What waits takes the connection that is free first. */
    @Test
    void noQueryWaitsForAnOpeningWhileAnotherConnectionBecomesFree() {
        QueryGate gate = gate(10, 100);
        assertEquals(Optional.empty(), gate.grow(), "nobody waits");
        enter(gate, Priority.CHECK, "a");
        QueryGate.Opening first = opening(gate);
        enter(gate, Priority.CHECK, "b");
        enter(gate, Priority.CHECK, "c");
        assertEquals(Optional.empty(), gate.grow(), "one at a time");
        assertEquals(List.of(), begun);
        done(first);
        assertEquals(List.of("a"), begun);
        QueryGate.Opening second = opening(gate);
        turns.get(0).over();
        turns.get(1).over();
        assertEquals(List.of("a", "b", "c"), begun);
        assertFalse(gate.canGrow());
        done(second);
        assertTrue(enter(gate, Priority.CHECK, "d").atOnce());
        assertEquals(2, gate.underWay());
    }

    @Test
    void anOpeningThatTakesLongKeepsNobody() {
        QueryGate gate = gate(2, 100);
        enter(gate, Priority.CHECK, "a");
        enter(gate, Priority.LOOK_UP, "b");
        QueryGate.Opening slow = opening(gate);
        slow.late();
        slow.late();
        QueryGate.Opening other = opening(gate);
        assertFalse(gate.canGrow(), "a third would be one too many");
        done(other);
        assertEquals(List.of("a"), begun);
        done(slow);
        assertEquals(List.of("a", "b"), begun);
        assertEquals(Optional.empty(), gate.grow());
    }

    @Test
    void whoWaitsForTheFirstConnectionFailsWithIt() {
        QueryGate gate = gate(3, 100);
        enter(gate, Priority.CHECK, "a");
        QueryGate.Opening slow = opening(gate);
        slow.late();
        enter(gate, Priority.HEALTH, "b");
        fail(opening(gate), "refused");
        assertEquals(List.of(), failed, "another one is being opened");
        fail(slow, "timeout");
        assertEquals(List.of("b: timeout", "a: timeout"), failed);
        assertEquals(0, gate.waiting());
        enter(gate, Priority.CHECK, "c");
        done(opening(gate));
        assertEquals(List.of("c"), begun);
    }

    /** The shares are those of the connections that there are. */
    @Test
    void aFurtherConnectionThatCannotBeOpenedFailsNobody() {
        QueryGate gate = gate(10, 100);
        enter(gate, Priority.LOOK_UP, "a");
        enter(gate, Priority.LOOK_UP, "b");
        enter(gate, Priority.LOOK_UP, "c");
        done(opening(gate));
        done(opening(gate));
        fail(opening(gate), "too many connections");
        assertEquals(List.of("a", "b"), begun);
        assertEquals(List.of(), failed);
        assertTrue(gate.canGrow());
        turns.get(0).over();
        assertEquals(List.of("a", "b"), begun, "one is left to checks");
        enter(gate, Priority.CHECK, "check");
        assertEquals(List.of("a", "b", "check"), begun);
        done(opening(gate));
        assertEquals(List.of("a", "b", "check", "c"), begun);
    }

    @Test
    void connectionsThatAreClosedAreOpenedAgainOneAtATime() {
        QueryGate gate = gate(10, 100);
        enter(gate, Priority.CHECK, 3);
        grow(gate);
        assertEquals(3, gate.underWay());
        open = 0;
        turns.forEach(QueryGate.Turn::over);
        begun.clear();
        enter(gate, Priority.CHECK, 3);
        assertEquals(List.of(), begun);
        QueryGate.Opening first = opening(gate);
        assertEquals(Optional.empty(), gate.grow());
        enter(gate, Priority.CHECK, 3);
        assertEquals(List.of(), begun, "being opened is not open");
        done(first);
        assertEquals(List.of("CHECK"), begun);
    }

    @Test
    void aConnectionThatWasThereBeforeIsNoOtherOne() {
        QueryGate gate = gate(10, 100);
        enter(gate, Priority.LOOK_UP, 3);
        done(opening(gate));
        done(opening(gate));
        fail(opening(gate), "too many connections");
        turns.get(0).over();
        gate.grow().orElseThrow().found();
        assertEquals(0, gate.opening());
        assertEquals(1, gate.underWay(), "one is left to checks, as before");
        assertTrue(gate.canGrow());
    }

    @Test
    void theMostUrgentGoesFirst() {
        QueryGate gate = gate(1, 100);
        enter(gate, Priority.LOOK_UP, "first");
        grow(gate);
        enter(gate, Priority.LOOK_UP, "look-up");
        enter(gate, Priority.LOOK_UP, "another look-up");
        enter(gate, Priority.CHECK, "check");
        enter(gate, Priority.CHECK, "another check");
        enter(gate, Priority.HEALTH, "health");
        for (int i = 0; i < 6; i++) {
            assertEquals(1, gate.underWay());
            turns.get(i).over();
        }
        assertEquals(List.of("first", "health", "check", "another check", "look-up", "another look-up"), begun);
        assertEquals(0, gate.underWay());
        assertEquals(0, gate.waiting());
    }

    @Test
    void whoLeavesMakesRoom() {
        QueryGate gate = gate(1, 1);
        enter(gate, Priority.CHECK, "first");
        grow(gate);
        QueryGate.Turn leaving = enter(gate, Priority.LOOK_UP, "leaving");
        assertThrows(DatabaseOverloaded.class, () -> enter(gate, Priority.LOOK_UP, "too many"));
        enter(gate, Priority.CHECK, "of its own line");
        leaving.leave();
        leaving.leave();
        enter(gate, Priority.LOOK_UP, "staying");
        assertEquals(2, gate.waiting());
        for (int i = 0; i < 3; i++) {
            turns.get(i).over();
        }
        assertEquals(List.of("first", "of its own line", "staying"), begun);
        assertEquals(0, gate.underWay());
    }

    @Test
    void whoHasBegunCannotLeave() {
        QueryGate gate = gate(1, 1);
        QueryGate.Turn first = enter(gate, Priority.CHECK, "first");
        grow(gate);
        first.leave();
        assertEquals(1, gate.underWay());
        first.over();
        assertEquals(0, gate.underWay());
    }
}

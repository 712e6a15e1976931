package dev.trunkline.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which query begins when. */
class QueryGateTest {

    private final List<String> begun = new ArrayList<>();
    private final List<QueryGate.Turn> turns = new ArrayList<>();

    /** Each gets its connection at once. */
    private QueryGate.Turn enter(QueryGate gate, Priority priority, String name) {
        QueryGate.Turn entered = gate.enter(priority, turn -> {
            begin(name, turn);
            turn.connected();
        });
        if (entered.atOnce()) {
            begin(name, entered);
            entered.connected();
        }
        return entered;
    }

    private void enterUnconnected(QueryGate gate, String name) {
        QueryGate.Turn entered = gate.enter(Priority.CHECK, turn -> begin(name, turn));
        if (entered.atOnce()) {
            begin(name, entered);
        }
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

    /** How many of each begin where nothing else does, and how many of all together. */
    @ParameterizedTest
    @CsvSource({"1, 1, 1, 1", "2, 1, 1, 2", "3, 1, 1, 2", "4, 2, 2, 3", "5, 3, 3, 4", "10, 8, 7, 9"})
    void eachPriorityHasItsShare(int connections, int checks, int lookUps, int checksAndLookUps) {
        for (Priority priority : Priority.values()) {
            begun.clear();
            enter(new QueryGate(connections, 100), priority, 20);
            int share =
                    switch (priority) {
                        case HEALTH -> 1;
                        case CHECK -> checks;
                        case LOOK_UP -> lookUps;
                    };
            assertEquals(share, begun.size(), priority::name);
        }
        begun.clear();
        QueryGate gate = new QueryGate(connections, 100);
        enter(gate, Priority.LOOK_UP, 20);
        enter(gate, Priority.CHECK, 20);
        assertEquals(checksAndLookUps, begun.size());
        assertEquals(40 - checksAndLookUps, gate.waiting());
        enter(gate, Priority.HEALTH, 20);
        assertEquals(connections, begun.size());
        assertEquals(connections, gate.underWay());
    }

    /** Also not those that have waited for a connection. */
    @ParameterizedTest
    @CsvSource({"2, 1", "3, 1", "10, 8"})
    void howeverManyAskForHealthChecksBegin(int connections, int checks) {
        QueryGate gate = new QueryGate(connections, 100);
        enter(gate, Priority.HEALTH, 20);
        enter(gate, Priority.CHECK, 20);
        turns.get(0).over();
        turns.get(1).over();
        assertEquals(2, begun.stream().filter("HEALTH"::equals).count());
        assertEquals(checks + 1, begun.stream().filter("CHECK"::equals).count());
        assertEquals(checks + 1, gate.underWay());
    }

    /** What waits takes the connection that is free first. */
    @Test
    void oneConnectionIsOpenedAtATime() {
        QueryGate gate = new QueryGate(10, 100);
        for (String name : List.of("a", "b", "c", "d", "e")) {
            enterUnconnected(gate, name);
        }
        assertEquals(List.of("a"), begun);
        turns.get(0).connected();
        assertEquals(List.of("a", "b"), begun);
        turns.get(0).over();
        assertEquals(List.of("a", "b", "c"), begun);
        turns.get(1).connected();
        assertEquals(List.of("a", "b", "c", "d"), begun);
        // One that is not opened is another's chance.
        turns.get(3).over();
        assertEquals(List.of("a", "b", "c", "d", "e"), begun);
        assertEquals(3, gate.underWay());
    }

    @Test
    void anOpeningThatTakesLongKeepsNobody() {
        QueryGate gate = new QueryGate(3, 100);
        for (String name : List.of("a", "b", "c")) {
            enterUnconnected(gate, name);
        }
        turns.get(0).late();
        assertEquals(List.of("a"), begun, "checks leave one connection to health, and one to look-ups");
        enter(gate, Priority.HEALTH, "health");
        assertEquals(List.of("a", "health"), begun);
        turns.get(0).connected();
        turns.get(0).over();
        turns.get(1).over();
        assertEquals(List.of("a", "health", "b"), begun);
        turns.get(2).late();
        turns.get(2).over();
        assertEquals(List.of("a", "health", "b", "c"), begun);
        assertEquals(1, gate.underWay());
    }

    @Test
    void theMostUrgentGoesFirst() {
        QueryGate gate = new QueryGate(1, 100);
        enter(gate, Priority.LOOK_UP, "first");
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
        QueryGate gate = new QueryGate(1, 1);
        enter(gate, Priority.CHECK, "first");
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
        QueryGate gate = new QueryGate(1, 1);
        QueryGate.Turn first = enter(gate, Priority.CHECK, "first");
        first.leave();
        assertEquals(1, gate.underWay());
        first.over();
        assertEquals(0, gate.underWay());
    }
}

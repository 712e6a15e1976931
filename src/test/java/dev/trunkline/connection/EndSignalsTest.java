package dev.trunkline.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EndSignalsTest {

    private final List<String> ends = new ArrayList<>();
    private final EndSignals signals =
            new EndSignals(status -> ends.add("exit " + status), status -> ends.add("halt " + status));

    @Test
    void theFirstSignalEndsInOrderAndTheNextOneAtOnce() {
        signals.arrived(EndSignals.SIGINT_STATUS);
        assertEquals(List.of("exit 130"), ends);
        signals.arrived(EndSignals.SIGTERM_STATUS);
        assertEquals(List.of("exit 130", "halt 143"), ends);
    }

    @Test
    void aSlowShutdownKeepsTheStatusOfItsSignal() {
        signals.arrived(EndSignals.SIGINT_STATUS);
        signals.haltIfAsked();
        assertEquals(List.of("exit 130", "halt 130"), ends);
    }

    /** The check, for example, has a status of its own. */
    @Test
    void aShutdownWithoutASignalIsNotHalted() {
        signals.haltIfAsked();
        assertEquals(List.of(), ends);
    }
}

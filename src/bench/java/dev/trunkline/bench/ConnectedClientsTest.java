package dev.trunkline.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class ConnectedClientsTest {

    @Test
    void addsUp() {
        assertEquals(OptionalDouble.of(7), ConnectedClients.in("""
                        # TYPE connected_clients gauge
                        connected_clients{type="eventsource"} 5.0
                        connected_clients{type="websocket"} 2
                        connected_clients_total 9
                        """));
        assertEquals(OptionalDouble.of(3), ConnectedClients.in("connected_clients 3\n"));
    }

    @Test
    void maybeThereAreNone() {
        assertEquals(OptionalDouble.empty(), ConnectedClients.in("<html></html>"));
    }
}

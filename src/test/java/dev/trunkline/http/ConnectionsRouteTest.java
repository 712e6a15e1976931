package dev.trunkline.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trunkline.config.InvalidSetting;
import io.vertx.core.net.SocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may see the list of connections, and how long it may be. */
class ConnectionsRouteTest {

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, true",
        "127.8.9.1, true",
        "::1, true",
        "10.0.0.1, false",
        "203.0.113.9, false",
        "2001:db8::1, false"
    })
    void onlyThisMachineIsLocal(String peer, boolean local) {
        assertEquals(local, ConnectionsRoute.isLocal(SocketAddress.inetSocketAddress(4000, peer)));
    }

    @Test
    void aUnixSocketIsLocal() {
        assertTrue(ConnectionsRoute.isLocal(SocketAddress.domainSocketAddress("/run/trunkline/socket")));
        assertFalse(ConnectionsRoute.isLocal(null));
    }

    /** A shorter one is no secret; the fault does not say it. */
    @Test
    void aTokenHasSixteenCharacters() {
        InvalidSetting fault = assertThrows(InvalidSetting.class, () -> ConnectionsRoute.token("fifteen-letters"));
        assertEquals("trunkline.connection-list-token", fault.property());
        assertFalse(fault.fault().contains("fifteen"), fault::fault);
        assertEquals(16, ConnectionsRoute.token("sixteen--letters").length);
    }

    @ParameterizedTest
    @CsvSource({", 100", "0, 0", "10000, 10000", "10001, -1", "-1, -1", "all, -1", "99999999999, -1"})
    void theListIsBounded(String text, int limit) {
        assertEquals(limit, ConnectionsRoute.limit(text));
    }
}

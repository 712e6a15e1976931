package dev.trunkline.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientNetworkTest {

    @ParameterizedTest
    @CsvSource({
        "198.51.100.7, 198.51.100.7",
        "2001:db8:1:2:3:4:5:6, 2001:db8:1:2::",
        "2001:db8:1:2::, 2001:db8:1:2::",
        "2001:db8:1:3::1, 2001:db8:1:3::",
        "::1, ::",
        "unix, unix"
    })
    void anIpv6NetworkCountsAsOneClient(String address, String network) {
        assertEquals(network, ClientNetwork.of(address));
    }
}

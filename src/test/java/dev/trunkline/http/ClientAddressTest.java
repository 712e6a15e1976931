package dev.trunkline.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.trunkline.config.AddressRanges;
import io.vertx.core.net.SocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientAddressTest {

    private static final AddressRanges TRUSTED = AddressRanges.parse("loopback uniquelocal");

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            # peer       | X-Forwarded-For                        | client
            127.0.0.1    | -                                      | 127.0.0.1
            203.0.113.9  | -                                      | 203.0.113.9
            203.0.113.9  | 198.51.100.1                           | 203.0.113.9
            127.0.0.1    | 198.51.100.1                           | 198.51.100.1
            127.0.0.1    | 1.1.1.1, 198.51.100.1                  | 198.51.100.1
            127.0.0.1    | 1.1.1.1, 198.51.100.1, 10.0.0.7        | 198.51.100.1
            127.0.0.1    | 1.1.1.1,198.51.100.1 ,10.0.0.7,10.0.0.8 | 198.51.100.1
            127.0.0.1    | 192.168.1.5, 10.0.0.7                  | 192.168.1.5
            127.0.0.1    | evil, 10.0.0.7                         | 10.0.0.7
            127.0.0.1    | 1.1.1.1, evil                          | 127.0.0.1
            127.0.0.1    | 1.1.1.1, unknown, 198.51.100.1         | 198.51.100.1
            127.0.0.1    | ''                                     | 127.0.0.1
            127.0.0.1    | 1.1.1.1,                               | 127.0.0.1
            ::1          | 2001:DB8:0:0:0:0:0:1                   | 2001:db8::1
            ::1          | [2001:db8::1]                          | 2001:db8::1
            ::1          | [2001:db8::1]:4711                     | 2001:db8::1
            ::1          | 198.51.100.1:4711                      | 198.51.100.1
            127.0.0.1    | ::ffff:198.51.100.1                    | 198.51.100.1
            """)
    void theLastAddressThatIsNoProxyIsTheClient(String peer, String forwardedFor, String client) {
        List<String> headers = forwardedFor == null ? List.of() : List.of(forwardedFor);
        assertEquals(client, ClientAddress.of(SocketAddress.inetSocketAddress(4711, peer), headers, TRUSTED));
    }

    @Test
    void repeatedHeadersCountInTheirOrder() {
        SocketAddress proxy = SocketAddress.inetSocketAddress(4711, "10.0.0.1");
        List<String> headers = List.of("1.1.1.1, 198.51.100.1", "10.0.0.7");
        assertEquals("198.51.100.1", ClientAddress.of(proxy, headers, TRUSTED));
    }

    @Test
    void peersOfTheUnixSocketAreTrusted() {
        SocketAddress peer = SocketAddress.domainSocketAddress("");
        assertEquals("198.51.100.1", ClientAddress.of(peer, List.of("1.1.1.1, 198.51.100.1"), TRUSTED));
        assertEquals("unix", ClientAddress.of(peer, List.of(), TRUSTED));
    }

    @Test
    void aClientThatHasLeftIsUnknown() {
        assertEquals("unknown", ClientAddress.of(null, List.of("198.51.100.1"), TRUSTED));
    }
}

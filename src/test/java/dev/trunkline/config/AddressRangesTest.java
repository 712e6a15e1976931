package dev.trunkline.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRangesTest {

    private static boolean isContained(String ranges, String address) {
        InetAddress parsed = AddressRanges.address(address);
        assertNotNull(parsed, address);
        return AddressRanges.parse(ranges).contain(parsed);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            203.0.113.9             | 203.0.113.9         | true
            203.0.113.9             | 203.0.113.8         | false
            203.0.113.9             | ::ffff:203.0.113.9  | true
            ::ffff:203.0.113.9      | 203.0.113.9         | true
            172.16.0.0/12           | 172.31.255.255      | true
            172.16.0.0/12           | 172.32.0.0          | false
            172.16.0.0/12           | 172.15.255.255      | false
            10.1.2.3/8              | 10.255.0.1          | true
            0.0.0.0/0               | 203.0.113.9         | true
            0.0.0.0/0               | 2001:db8::1         | false
            ::/0                    | 2001:db8::1         | true
            fc00::/7                | fdff::1             | true
            fc00::/7                | fe00::1             | false
            fc00::/7                | fe80::1             | false
            ::/0                    | fe80::1             | true
            2001:db8::/33           | 2001:db8:7fff::     | true
            2001:db8::/33           | 2001:db8:8000::     | false
            2001:db8::/33           | ffff:ffff:8000::    | false
            [2001:db8::1]           | 2001:db8:0:0::1     | true
            fe80::/10               | fe80::1%eth0        | true
            10.0.0.1,10.0.0.2       | 10.0.0.2            | true
            10.0.0.1 10.0.0.2       | 10.0.0.2            | true
            ' 10.0.0.1 , 10.0.0.2 ' | 10.0.0.1            | true
            loopback                | 127.9.9.9           | true
            loopback                | ::1                 | true
            linklocal               | 169.254.1.1         | true
            loopback, uniquelocal   | 192.168.7.7         | true
            loopback, uniquelocal   | 192.169.0.1         | false
            """)
    void contain(String ranges, String address, boolean contained) {
        assertEquals(contained, isContained(ranges, address));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "proxy.example",
                "10.0.0.0/33",
                "10.0.0.0/-1",
                "10.0.0.0/",
                "::1/129",
                "10.0.0.0/8/8",
                "10.0.0",
                "/8"
            })
    void wrongEntryIsQuoted(String entry) {
        IllegalArgumentException fault =
                assertThrows(IllegalArgumentException.class, () -> AddressRanges.parse("127.0.0.1, " + entry));
        assertTrue(String.valueOf(fault.getMessage()).startsWith("'" + entry + "' is neither"), fault.getMessage());
    }

    @Test
    void namesAreNotLookedUp() {
        assertNull(AddressRanges.address("localhost"));
        assertNull(AddressRanges.address(""));
    }
}

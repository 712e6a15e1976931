package dev.trunkline.config;

import io.netty.util.NetUtil;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.spi.Converter;
import org.jspecify.annotations.Nullable;

/**
 * IP addresses and ranges such as {@code 10.0.0.0/8} and {@code fc00::/7}, separated by commas or spaces. The names
 * {@code loopback}, {@code linklocal} and {@code uniquelocal} stand for the same ranges as in Mastodon's server.
 */
public final class AddressRanges {

    private static final Map<String, List<String>> NAMED = Map.of(
            "loopback", List.of("127.0.0.0/8", "::1"),
            "linklocal", List.of("169.254.0.0/16", "fe80::/10"),
            "uniquelocal", List.of("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"));

    private final List<Range> ranges;

    private AddressRanges(List<Range> ranges) {
        this.ranges = ranges;
    }

    /**
     * Reads a list of addresses, ranges and names.
     *
     * @throws IllegalArgumentException if an entry is none of these; the message quotes it and says what would be right
     */
    public static AddressRanges parse(String text) {
        return new AddressRanges(Arrays.stream(text.split("[\\s,]+"))
                .filter(entry -> !entry.isEmpty())
                .flatMap(entry -> NAMED.containsKey(entry) ? NAMED.get(entry).stream() : Stream.of(entry))
                .map(Range::parse)
                .toList());
    }

    /**
     * Reads an address: IPv6 with or without brackets and zone; an IPv4 address that is mapped into IPv6 becomes the IPv4
     * address. Null if the text is no address: names are not looked up.
     */
    public static @Nullable InetAddress address(String text) {
        byte[] address = NetUtil.createByteArrayFromIpAddressString(text);
        try {
            return address == null ? null : InetAddress.getByAddress(address);
        } catch (UnknownHostException wrongLength) {
            throw new IllegalStateException(wrongLength);
        }
    }

    /** Whether the address is one of these or lies in one of the ranges. */
    public boolean contain(InetAddress address) {
        return ranges.stream().anyMatch(range -> range.contains(address.getAddress()));
    }

    /**
     * The addresses of one length that begin with the same bits. Netty's {@code IpSubnetFilterRule} is no replacement: in
     * 4.1.133 its {@code fc00::/7} also matches {@code fe80::1} (netty/netty#16860).
     *
     * @param length of the whole address, in bits
     * @param bits of the address that count, from its beginning
     */
    private record Range(int length, int bits, BigInteger prefix) {

        static Range parse(String text) {
            int slash = text.indexOf('/');
            InetAddress first = address(slash < 0 ? text : text.substring(0, slash));
            if (first != null) {
                byte[] octets = first.getAddress();
                int length = octets.length * Byte.SIZE;
                int bits = slash < 0 ? length : number(text.substring(slash + 1));
                if (bits >= 0 && bits <= length) {
                    return new Range(length, bits, prefix(octets, length - bits));
                }
            }
            throw new IllegalArgumentException(
                    "'" + text + "' is neither an address nor a range like 10.0.0.0/8 or fc00::/7");
        }

        private static int number(String digits) {
            return digits.matches("\\d{1,3}") ? Integer.parseInt(digits) : -1;
        }

        private static BigInteger prefix(byte[] octets, int rest) {
            return new BigInteger(1, octets).shiftRight(rest);
        }

        boolean contains(byte[] octets) {
            return octets.length * Byte.SIZE == length
                    && prefix(octets, length - bits).equals(prefix);
        }
    }

    /** Converts the value of a setting. */
    public static final class Reader implements Converter<AddressRanges> {

        private static final long serialVersionUID = 1L;

        @Override
        public AddressRanges convert(String value) {
            return parse(value);
        }
    }
}

package dev.trunkline.config;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.spi.Converter;
import org.jspecify.annotations.Nullable;

/**
 * Addresses and ranges, separated by commas or spaces. {@code loopback}, {@code linklocal} and {@code uniquelocal} stand for
 * the ranges that they stand for in Mastodon's server.
 */
public final class AddressRanges {

    private static final Map<String, List<String>> NAMED = Map.of(
            "loopback", List.of("127.0.0.0/8", "::1"),
            "linklocal", List.of("169.254.0.0/16", "fe80::/10"),
            "uniquelocal", List.of("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"));

    private final List<AddressRange> ranges;

    private AddressRanges(List<AddressRange> ranges) {
        this.ranges = ranges;
    }

    /** The message of an IllegalArgumentException names the entry that is wrong, and what would be right. */
    public static AddressRanges parse(String text) {
        return new AddressRanges(Arrays.stream(text.split("[\\s,]+"))
                .filter(entry -> !entry.isEmpty())
                .flatMap(entry -> NAMED.containsKey(entry) ? NAMED.get(entry).stream() : Stream.of(entry))
                .map(AddressRange::parse)
                .toList());
    }

    /** The address that is spelled so; null if none is: names are not looked up. */
    public static @Nullable InetAddress address(String text) {
        return AddressRange.address(text);
    }

    public boolean contain(InetAddress address) {
        return ranges.stream().anyMatch(range -> range.contains(address));
    }

    /** Reads a setting. */
    public static final class Reader implements Converter<AddressRanges> {

        private static final long serialVersionUID = 1L;

        @Override
        public AddressRanges convert(String value) {
            return parse(value);
        }
    }
}

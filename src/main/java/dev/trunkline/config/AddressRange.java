package dev.trunkline.config;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/** An address, or those that begin with the same bits: {@code 10.0.0.0/8}, {@code fc00::/7}. */
record AddressRange(InetAddress first, int bits) {

    /** A fault's message says what would be right. */
    static AddressRange parse(String text) {
        int slash = text.indexOf('/');
        InetAddress first = address(slash < 0 ? text : text.substring(0, slash));
        if (first != null) {
            int length = first.getAddress().length * Byte.SIZE;
            int bits = slash < 0 ? length : number(text.substring(slash + 1));
            if (bits >= 0 && bits <= length) {
                return new AddressRange(first, bits);
            }
        }
        throw new IllegalArgumentException(
                "'" + text + "' is neither an address nor a range like 10.0.0.0/8 or fc00::/7");
    }

    /**
     * The address that is spelled so, IPv6 with or without brackets and zone; an IPv4 address that is mapped into IPv6 is the
     * IPv4 address. Null for everything else: names are not looked up.
     */
    static @Nullable InetAddress address(String text) {
        byte[] address = NetUtil.createByteArrayFromIpAddressString(text);
        try {
            return address == null ? null : InetAddress.getByAddress(address);
        } catch (UnknownHostException length) {
            throw new IllegalStateException(length);
        }
    }

    private static int number(String digits) {
        return digits.matches("\\d{1,3}") ? Integer.parseInt(digits) : -1;
    }

    boolean contains(InetAddress address) {
        byte[] wanted = first.getAddress();
        byte[] found = address.getAddress();
        if (wanted.length != found.length) {
            return false;
        }
        int whole = bits / Byte.SIZE;
        for (int i = 0; i < whole; i++) {
            if (wanted[i] != found[i]) {
                return false;
            }
        }
        int rest = bits % Byte.SIZE;
        return rest == 0 || ((wanted[whole] ^ found[whole]) & 0xFF) >> (Byte.SIZE - rest) == 0;
    }
}

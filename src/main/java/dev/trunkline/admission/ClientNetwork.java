package dev.trunkline.admission;

import io.netty.util.NetUtil;
import java.util.Arrays;

/** What limits take for one client. */
public final class ClientNetwork {

    private static final int IPV6_BYTES = 16;
    private static final int NETWORK_BYTES = 8;

    private ClientNetwork() {}

    /**
     * An IPv4 address, or the first 64 bits of an IPv6 address, since every customer may choose the rest freely (RFC 6177;
     * RFC 4291, section 2.5.4). Any other text counts as itself.
     */
    public static String of(String address) {
        byte[] bytes = address.contains(":") ? NetUtil.createByteArrayFromIpAddressString(address) : null;
        if (bytes == null || bytes.length != IPV6_BYTES) {
            return address;
        }
        Arrays.fill(bytes, NETWORK_BYTES, IPV6_BYTES, (byte) 0);
        return NetUtil.bytesToIpAddress(bytes);
    }
}

package dev.trunkline.connection;

import dev.trunkline.admission.Refusal;
import dev.trunkline.admission.RefusedException;
import dev.trunkline.config.Settings;
import dev.trunkline.viewer.Viewer;
import io.netty.util.NetUtil;
import java.util.Arrays;

/** Limits the connections of the process, of each client address and of each account, as the settings say. */
final class ConnectionLimits {

    private static final String ALL = "";
    private static final int IPV6_BYTES = 16;
    private static final int NETWORK_BYTES = 8;

    private final Quota<String> process;
    private final Quota<String> addresses;
    private final Quota<Long> accounts;

    ConnectionLimits(Settings.Limits limits) {
        this.process = new Quota<>(limits.connections());
        this.addresses = new Quota<>(limits.connectionsPerAddress());
        this.accounts = new Quota<>(limits.connectionsPerAccount());
    }

    /**
     * Checks the limits that are known before the viewer is.
     *
     * @throws RefusedException if one is reached
     */
    void check(Origin origin) {
        if (process.isFull(ALL)) {
            throw new RefusedException(Refusal.PROCESS_FULL);
        }
        if (addresses.isFull(network(origin.address()))) {
            throw new RefusedException(Refusal.TOO_MANY_CONNECTIONS);
        }
    }

    /**
     * Counts a connection.
     *
     * @throws RefusedException if a limit is reached; then nothing is counted
     */
    void enter(Origin origin, Viewer viewer) {
        if (!process.take(ALL)) {
            throw new RefusedException(Refusal.PROCESS_FULL);
        }
        if (!addresses.take(network(origin.address()))) {
            process.giveBack(ALL);
            throw new RefusedException(Refusal.TOO_MANY_CONNECTIONS);
        }
        if (!viewer.anonymous() && !accounts.take(viewer.accountId())) {
            addresses.giveBack(network(origin.address()));
            process.giveBack(ALL);
            throw new RefusedException(Refusal.TOO_MANY_CONNECTIONS);
        }
    }

    /** Uncounts a connection. */
    void leave(Origin origin, Viewer viewer) {
        process.giveBack(ALL);
        addresses.giveBack(network(origin.address()));
        if (!viewer.anonymous()) {
            accounts.giveBack(viewer.accountId());
        }
    }

    /**
     * What counts as one client: an IPv4 address, or the first 64 bits of an IPv6 address, since every customer may choose the
     * rest freely (RFC 6177; RFC 4291, section 2.5.4). Any other text counts as itself.
     */
    static String network(String address) {
        byte[] bytes = address.contains(":") ? NetUtil.createByteArrayFromIpAddressString(address) : null;
        if (bytes == null || bytes.length != IPV6_BYTES) {
            return address;
        }
        Arrays.fill(bytes, NETWORK_BYTES, IPV6_BYTES, (byte) 0);
        return NetUtil.bytesToIpAddress(bytes);
    }
}

package dev.trunkline.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/**
 * Where a client comes from: a loopback address of its own, or an address in {@code X-Forwarded-For}, which the server believes
 * from loopback.
 *
 * @param source the address to connect from; null for any
 * @param forwarded a line of the request's head; empty without one
 */
record ClientOrigin(@Nullable InetSocketAddress source, String forwarded) {
    /** Clients with addresses of their own. */
    static final int MOST = 60_000;

    /** One address, which all attackers have. */
    static final ClientOrigin ATTACKERS = new ClientOrigin(null, "X-Forwarded-For: 203.0.113.7\r\n");

    /** The origin of a client, different for each number: by turns of the one and of the other kind. */
    static ClientOrigin of(int client) throws UnknownHostException {
        if (client < 0 || client >= MOST) {
            throw new IllegalArgumentException("no origin for client " + client);
        }
        int third = client / 250;
        int fourth = client % 250 + 1;
        if (client % 2 == 0) {
            return new ClientOrigin(null, "X-Forwarded-For: 198.18." + third + "." + fourth + "\r\n");
        }
        InetAddress own = InetAddress.getByAddress(new byte[] {127, 1, (byte) third, (byte) fourth});
        return new ClientOrigin(new InetSocketAddress(own, 0), "");
    }

    /** A request for a stream. */
    String request(String path, String token, String more) {
        return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n" + forwarded + "Authorization: Bearer " + token
                + "\r\nUser-Agent: trunkline-bench\r\n" + more + "\r\n";
    }

    /** The server's address. */
    static InetSocketAddress server(int port) throws IOException {
        return new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port);
    }
}

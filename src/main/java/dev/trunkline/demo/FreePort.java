package dev.trunkline.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Finds a port on loopback below the range that systems use for outgoing connections: such a port can be left for a while
 * and taken again (outage tests), and a client that knocks at it meanwhile cannot be connected to itself.
 */
public final class FreePort {

    private static final int FIRST = 20_000;
    private static final int BEYOND = 32_000;

    private FreePort() {}

    /** A port that nobody listens on now. */
    public static int find() throws IOException {
        for (int attempt = 0; attempt < 1_000; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, BEYOND);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException taken) {
                // By somebody else: try another.
            }
        }
        throw new IOException("No free port between " + FIRST + " and " + BEYOND);
    }
}

package dev.trunkline.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Finds a port of loopback below the range that systems use for outgoing connections: such a port can be released for a while
 * and bound again (outage tests), and a client that connects to it meanwhile is never connected to itself. A port that was
 * found stays reserved until this process ends, by a lock on a file, so that no other process finds it before it is bound.
 */
public final class FreePort {

    private static final int FIRST = 20_000;
    private static final int BEYOND = 32_000;

    private static final Path RESERVATIONS =
            Path.of(System.getProperty("java.io.tmpdir"), "trunkline-ports-" + System.getProperty("user.name"));

    /** Referred to until the end: a lock is released when a channel of its file is closed or collected. */
    private static final List<FileChannel> OPEN = new ArrayList<>();

    private FreePort() {}

    /** A port that is not bound now and that no other caller gets. */
    public static synchronized int find() throws IOException {
        Files.createDirectories(RESERVATIONS);
        for (int attempt = 0; attempt < 1_000; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, BEYOND);
            if (reserve(port)) {
                try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                    return socket.getLocalPort();
                } catch (IOException bound) {
                    // Another program's: try another port.
                }
            }
        }
        throw new IOException("No free port between " + FIRST + " and " + BEYOND);
    }

    private static boolean reserve(int port) throws IOException {
        FileChannel channel = FileChannel.open(
                RESERVATIONS.resolve(Integer.toString(port)), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        OPEN.add(channel);
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException ours) {
            return false;
        }
    }
}

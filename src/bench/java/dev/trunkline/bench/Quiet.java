package dev.trunkline.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.OptionalLong;

/** Waits until a process has nothing more to do. */
final class Quiet {
    private static final int PIECE_MS = 500;
    private static final int PIECES = 2;

    /** µs of CPU in a piece: heartbeats and timers of an idle server need no more. */
    private static final long LITTLE = 20_000;

    private final OptionalLong pid;
    private final Duration most;

    /** @param pid the process; of an unknown one nothing can be seen */
    Quiet(OptionalLong pid, Duration most) {
        this.pid = pid;
        this.most = most;
    }

    /** Waits while the client takes what comes; returns whether the process became quiet in time. */
    boolean await(ConnectClient client) throws IOException {
        long end = System.nanoTime() + most.toNanos();
        int quiet = 0;
        while (quiet < PIECES) {
            if (System.nanoTime() > end) {
                return false;
            }
            long before = cpu();
            long piece = System.nanoTime() + Duration.ofMillis(PIECE_MS).toNanos();
            while (System.nanoTime() < piece) {
                client.turn(PIECE_MS / 10);
            }
            quiet = cpu() - before <= LITTLE ? quiet + 1 : 0;
        }
        return true;
    }

    private long cpu() throws IOException {
        return pid.isPresent() ? Kernel.cpu(pid.getAsLong()).sum() : 0;
    }
}

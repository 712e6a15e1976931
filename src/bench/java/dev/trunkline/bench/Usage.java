package dev.trunkline.bench;

import java.io.IOException;

/**
 * The resources used so far, or the difference of two such readings.
 *
 * @param cpu of the measured process
 * @param redis µs of CPU; {@code postgres} and {@code client} likewise
 * @param busy µs of CPU of the whole machine
 * @param nanos by the wall clock
 */
record Usage(Kernel.Cpu cpu, long redis, long postgres, long client, long busy, long nanos) {
    static final Usage NONE = new Usage(new Kernel.Cpu(0, 0), 0, 0, 0, 0, 0);

    static Usage now(long pid, Backends backends) throws IOException {
        return new Usage(
                Kernel.cpu(pid),
                backends.redisCpu(),
                backends.postgresCpu(),
                Kernel.cpu(ProcessHandle.current().pid()).sum(),
                Kernel.busy(),
                System.nanoTime());
    }

    Usage plus(Usage more) {
        return new Usage(
                new Kernel.Cpu(cpu.user() + more.cpu.user(), cpu.kernel() + more.cpu.kernel()),
                redis + more.redis,
                postgres + more.postgres,
                client + more.client,
                busy + more.busy,
                nanos + more.nanos);
    }

    Usage minus(Usage before) {
        return new Usage(
                new Kernel.Cpu(cpu.user() - before.cpu.user(), cpu.kernel() - before.cpu.kernel()),
                redis - before.redis,
                postgres - before.postgres,
                client - before.client,
                busy - before.busy,
                nanos - before.nanos);
    }

    /** µs of CPU that other processes of the machine used. */
    long others() {
        return busy - cpu.sum() - redis - postgres - client;
    }

    /** The share of the machine that other processes used, in per cent. */
    double othersShare() {
        return 100.0 * others() * 1000 / nanos / Runtime.getRuntime().availableProcessors();
    }
}

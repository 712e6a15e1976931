package dev.trunkline.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** The kernel's own accounting, from {@code /proc}: the only clock that neither server nor client can colour. */
final class Kernel {
    /** Microseconds of a tick: Linux shows its accounting to processes in hundredths of a second everywhere. */
    private static final long TICK = 10_000;

    private Kernel() {}

    /** A process's CPU time so far, all its threads together, in µs. */
    record Cpu(long user, long kernel) {
        long sum() {
            return user + kernel;
        }
    }

    static Cpu cpu(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
        // The second field is the name in brackets, which may hold spaces; user and kernel time are fields 14 and 15.
        List<String> fields =
                Arrays.asList(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1));
        return new Cpu(Long.parseLong(fields.get(11)) * TICK, Long.parseLong(fields.get(12)) * TICK);
    }

    /** The CPU time so far of a process and its living descendants, in µs. */
    static long cpuOfTree(long pid) throws IOException {
        long sum = cpu(pid).sum();
        for (ProcessHandle child : ProcessHandle.of(pid).stream()
                .flatMap(ProcessHandle::descendants)
                .toList()) {
            sum += cpu(child.pid()).sum();
        }
        return sum;
    }

    /** The CPU time of the whole machine so far that was not idle, in µs. */
    static long busy() throws IOException {
        String first = Files.readAllLines(Path.of("/proc/stat")).get(0);
        List<String> fields = Arrays.asList(first.split("\\s+", -1));
        // user nice system idle iowait irq softirq steal; guests are within user already.
        long busy = 0;
        for (int field : new int[] {1, 2, 3, 6, 7, 8}) {
            busy += Long.parseLong(fields.get(field));
        }
        return busy * TICK;
    }

    /** Resident memory in KiB. */
    static long resident(long pid) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc", Long.toString(pid), "status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("\\D", ""));
            }
        }
        throw new IOException("no VmRSS for process " + pid);
    }
}

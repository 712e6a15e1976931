package dev.trunkline.bench;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** The kernel's accounting in {@code /proc}, which neither server nor client can influence. */
final class Kernel {
    /** Microseconds of a tick: Linux always shows its accounting to processes in hundredths of a second. */
    private static final long TICK = 10_000;

    private Kernel() {}

    /** The CPU time of all threads of a process so far, in µs. */
    record Cpu(long user, long kernel) {
        long sum() {
            return user + kernel;
        }
    }

    static Cpu cpu(long pid) throws IOException {
        return cpu(pid, 14);
    }

    /** Two fields of {@code /proc/<pid>/stat}, numbered as in {@code proc(5)}. */
    private static Cpu cpu(long pid, int field) throws IOException {
        List<String> fields = statistics(pid);
        return new Cpu(Long.parseLong(fields.get(field - 3)) * TICK, Long.parseLong(fields.get(field - 2)) * TICK);
    }

    /** The fields of {@code /proc/<pid>/stat} from the third on. */
    private static List<String> statistics(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
        // The second field is the name in brackets, which may contain spaces.
        return Arrays.asList(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1));
    }

    /** The CPU time of a process and its children so far, including children that have ended, in µs. */
    static long cpuOfTree(long pid) throws IOException {
        while (true) {
            List<Long> children = children(pid);
            try {
                long sum = cpu(pid).sum() + cpu(pid, 16).sum();
                for (long child : children) {
                    sum += cpu(child).sum();
                }
                if (children.equals(children(pid))) {
                    return sum;
                }
            } catch (NoSuchFileException e) {
                // A child has ended in the meantime: its time now counts as its parent's.
            }
        }
    }

    /** The CPU time so far of the threads that a process has now, in ns: exact, where the other figures count ticks. */
    static long preciseCpu(long pid) throws IOException {
        long sum = 0;
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(Path.of("/proc", Long.toString(pid), "task"))) {
            for (Path thread : threads) {
                sum += onCpu(thread);
            }
        }
        return sum;
    }

    private static long onCpu(Path thread) throws IOException {
        try {
            return Long.parseLong(Files.readString(thread.resolve("schedstat")).split(" ", 2)[0]);
        } catch (NoSuchFileException e) {
            // The thread has ended in the meantime.
            return 0;
        }
    }

    /** How often a process has touched a page so far that was in memory, but not mapped or not its own. */
    static long minorFaults(long pid) throws IOException {
        return Long.parseLong(statistics(pid).get(10 - 3));
    }

    private static List<Long> children(long pid) {
        return ProcessHandle.of(pid).stream()
                .flatMap(ProcessHandle::children)
                .map(ProcessHandle::pid)
                .sorted()
                .toList();
    }

    /** The number of files that this process may have open. */
    static long openFiles() throws IOException {
        return openFiles(ProcessHandle.current().pid());
    }

    /** The number of files that a process may have open. */
    static long openFiles(long pid) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc", Long.toString(pid), "limits"))) {
            if (line.startsWith("Max open files")) {
                String soft = line.split("\\s{2,}", -1)[1];
                return soft.equals("unlimited") ? Long.MAX_VALUE : Long.parseLong(soft);
            }
        }
        throw new IOException("no limit of open files");
    }

    /** The CPU time of the whole machine so far, without idle time, in µs. */
    static long busy() throws IOException {
        String first = Files.readAllLines(Path.of("/proc/stat")).get(0);
        List<String> fields = Arrays.asList(first.split("\\s+", -1));
        // user nice system idle iowait irq softirq steal; user includes guests.
        long busy = 0;
        for (int field : new int[] {1, 2, 3, 6, 7, 8}) {
            busy += Long.parseLong(fields.get(field));
        }
        return busy * TICK;
    }

    /** Resident memory in KiB. */
    static long resident(long pid) throws IOException {
        return status(pid, "VmRSS");
    }

    /** Resident memory without the pages of executable and libraries, in KiB. */
    static long anonymous(long pid) throws IOException {
        return status(pid, "RssAnon");
    }

    private static long status(long pid, String field) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc", Long.toString(pid), "status"))) {
            if (line.startsWith(field + ":")) {
                return Long.parseLong(line.replaceAll("\\D", ""));
            }
        }
        throw new IOException("no " + field + " for process " + pid);
    }
}

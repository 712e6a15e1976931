package dev.trunkline.metrics;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What Linux says about this process in {@code /proc/self}. */
final class ProcessFiles {

    private static final Path STATUS = Path.of("/proc/self/status");
    private static final Path STAT = Path.of("/proc/self/stat");

    private static final Pattern RESIDENT = Pattern.compile("^VmRSS:\\s+(\\d+) kB$", Pattern.MULTILINE);

    /** Ticks in a second, on every architecture of Linux that has a JVM. */
    private static final double TICKS = 100;

    /** The first field behind the name, which may have blanks and parentheses in it, is the third. */
    private static final int USER_TIME = 14 - 3;

    private static final int SYSTEM_TIME = 15 - 3;

    private ProcessFiles() {}

    /** Whether this system has them. */
    static boolean exist() {
        return Files.isReadable(STATUS) && Files.isReadable(STAT);
    }

    /** Bytes of the process's memory that are in RAM; NaN if it cannot be read. */
    static double residentBytes() {
        return resident(read(STATUS));
    }

    static double resident(String status) {
        Matcher line = RESIDENT.matcher(status);
        return line.find() ? Double.parseDouble(line.group(1)) * 1024 : Double.NaN;
    }

    /** Seconds of processor time since the start; NaN if it cannot be read. */
    static double cpuSeconds() {
        return cpu(read(STAT));
    }

    static double cpu(String stat) {
        String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ", -1);
        return fields.length > SYSTEM_TIME
                ? (Double.parseDouble(fields[USER_TIME]) + Double.parseDouble(fields[SYSTEM_TIME])) / TICKS
                : Double.NaN;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            return "";
        }
    }
}

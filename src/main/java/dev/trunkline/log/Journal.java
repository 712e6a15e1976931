package dev.trunkline.log;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * systemd's journal as the reader of an output: it takes {@code <N>} at the beginning of a line for the line's priority
 * (sd-daemon(3)) and keeps the line without it.
 */
final class Journal {

    /** Of lines that say no level: they come from where the process cannot go on. */
    static final String ERROR = prefix(3);

    private Journal() {}

    /**
     * Whether the journal reads this file descriptor.
     *
     * @param stream the value of {@code JOURNAL_STREAM}, device and inode of the descriptor that systemd has passed on; it stays
     *     set where that has been redirected
     */
    static boolean reads(@Nullable String stream, int descriptor) {
        if (stream == null) {
            return false;
        }
        Path file = Path.of("/proc/self/fd/" + descriptor);
        try {
            return stream.equals(Files.getAttribute(file, "unix:dev") + ":" + Files.getAttribute(file, "unix:ino"));
        } catch (IOException | UnsupportedOperationException unknown) {
            // No Linux, or closed: then it is not the journal's either.
            return false;
        }
    }

    /** A priority of syslog(3) as the journal reads it. */
    static String prefix(int priority) {
        return "<" + priority + ">";
    }

    /** Whether the line says its priority itself. */
    static boolean isPrefixed(byte[] line) {
        return line.length >= 3 && line[0] == '<' && line[1] >= '0' && line[1] <= '7' && line[2] == '>';
    }
}

package dev.trunkline.memory;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Ends the process when it has run out of memory: afterwards nothing that it holds can be relied on, and only a new process
 * serves its clients again. The JVM's option {@code -XX:+ExitOnOutOfMemoryError} does the same for the heap only; for the
 * memory outside it, where frames and sockets' buffers are, the JDK throws an error that any handler may swallow.
 */
public final class OutOfMemory {

    /** The exit status, that of the JVM's option. */
    public static final int STATUS = 3;

    private static final String LINE =
            "Out of memory: the process ends with status 3. Raise -Xmx or the container's memory, or lower"
                    + " TRUNKLINE_OUTBOX_TOTAL_LIMIT; see docs/operations.md\n";

    private static final int DEEPEST = 20;

    /** How long standard error may take the line. */
    private static final long WRITE_NANOS = Duration.ofSeconds(1).toNanos();

    /** Everything that the end needs is made before, as nothing can be made then. Null while it is not fatal. */
    private static volatile @Nullable OutOfMemory fatal;

    private final byte[] line = LINE.getBytes(US_ASCII);
    private final FileOutputStream standardError = new FileOutputStream(FileDescriptor.err);
    private final Thread haltAnyway = new Thread(this::haltAnyway, "out-of-memory");
    private volatile boolean ending;

    private OutOfMemory() {
        haltAnyway.setDaemon(true);
        haltAnyway.start();
    }

    /** Makes running out of memory fatal from now on. */
    static void makeFatal() {
        fatal = new OutOfMemory();
    }

    /**
     * Ends the process if the failure, or one behind it, is that there is no memory. Whoever handles a failure without
     * logging it as it is calls this first. Throws the error where running out of memory is not fatal, as in unit tests.
     */
    public static void endIf(@Nullable Throwable failure) {
        int depth = 0;
        // A chain of causes may be a circle.
        for (Throwable cause = failure; cause != null && depth < DEEPEST; cause = cause.getCause(), depth++) {
            if (cause instanceof OutOfMemoryError error) {
                end(error);
            }
            for (Throwable other : cause.getSuppressed()) {
                if (other instanceof OutOfMemoryError error) {
                    end(error);
                }
            }
        }
    }

    private static void end(OutOfMemoryError error) {
        OutOfMemory end = fatal;
        if (end != null) {
            end.now();
        }
        throw error;
    }

    /** Neither runs shutdown hooks nor waits for a standard error that nobody reads. */
    private void now() {
        ending = true;
        LockSupport.unpark(haltAnyway);
        try {
            standardError.write(line);
        } catch (IOException closed) {
            // The exit status says it, too.
        } finally {
            Runtime.getRuntime().halt(STATUS);
        }
    }

    private void haltAnyway() {
        while (!ending) {
            LockSupport.park(this);
        }
        long begun = System.nanoTime();
        for (long left = WRITE_NANOS; left > 0; left = WRITE_NANOS - (System.nanoTime() - begun)) {
            LockSupport.parkNanos(this, left);
        }
        Runtime.getRuntime().halt(STATUS);
    }
}

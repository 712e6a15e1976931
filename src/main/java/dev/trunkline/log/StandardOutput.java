package dev.trunkline.log;

import dev.trunkline.internals.ConsoleLog;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jboss.logging.Logger;

/**
 * {@code System.out} and {@code System.err} of the process, and so the log: nobody who writes to them waits for their readers,
 * as an event loop that waits for a stalled pipe would stop every stream. At the end of the process the last lines have some
 * time to leave.
 */
public final class StandardOutput {

    private static final Logger LOG = Logger.getLogger(StandardOutput.class);

    /** Bytes that may wait for each of the two. */
    private static final int LIMIT = 1 << 20;

    /** How long the end of the process waits for a reader. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    /** Set by systemd where it has connected an output with the journal. */
    private static final String JOURNAL_STREAM = "JOURNAL_STREAM";

    private static final List<BoundedOutput> OUTPUTS = new CopyOnWriteArrayList<>();

    private StandardOutput() {}

    /** Replaces both; to be called before anything writes to them. */
    public static void install() {
        System.setOut(replacement("standard-output", new FileOutputStream(FileDescriptor.out)));
        OutputStream error = new FileOutputStream(FileDescriptor.err);
        System.setErr(replacement("standard-error", isJournal(true) ? new JournalOutput(error) : error));
        Runtime.getRuntime()
                .addShutdownHook(new Thread(() -> OUTPUTS.forEach(BoundedOutput::waitUntilWritten), "last-lines"));
    }

    /** Lets the log go there too, where both have been replaced: in dev mode and tests they have not. */
    static void takeLog(boolean toError) {
        if (!OUTPUTS.isEmpty()) {
            ConsoleLog.writeTo(toError ? System.err : System.out);
            if (isJournal(toError)) {
                ConsoleLog.format(JournalFormatter::new);
            }
        }
    }

    private static boolean isJournal(boolean error) {
        return Journal.reads(System.getenv(JOURNAL_STREAM), error ? 2 : 1);
    }

    /** How many lines have been dropped since the start. */
    static long dropped() {
        return OUTPUTS.stream().mapToLong(BoundedOutput::dropped).sum();
    }

    /** From now on a line is waited for, within limits: nothing may come after it that would let it leave. */
    static void waitForEachLine() {
        OUTPUTS.forEach(BoundedOutput::waitForEachLine);
    }

    private static PrintStream replacement(String name, OutputStream target) {
        BoundedOutput output = new BoundedOutput(name, target, LIMIT, PATIENCE, StandardOutput::reportDropped);
        OUTPUTS.add(output);
        return new PrintStream(output, false, charset());
    }

    private static void reportDropped(long lines) {
        LOG.warnf("%d lines of the log were dropped: nobody had read it", lines);
    }

    /** That of the streams that are replaced; the first property came with JDK 19. */
    private static Charset charset() {
        String name = System.getProperty("stdout.encoding", System.getProperty("native.encoding"));
        return name == null || !Charset.isSupported(name) ? Charset.defaultCharset() : Charset.forName(name);
    }
}

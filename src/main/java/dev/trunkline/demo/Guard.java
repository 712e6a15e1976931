package dev.trunkline.demo;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A process that cleans up after its parent. It reads its standard input to the end, which comes when the parent closes the
 * pipe or ends, {@code kill -9} included; then it ends the servers and deletes their directory. It uses only the JDK and is one
 * class file, so that it can run from a copy.
 */
final class Guard {

    private static final long POLITE_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long FORCED_NANOS = TimeUnit.SECONDS.toNanos(5);

    private Guard() {}

    /**
     * Arguments: the directory to delete; for each server, the beginning of its executable's name and its pid file. The pid is
     * read at the end, because servers may be restarted meanwhile.
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        // A Ctrl-C in the terminal reaches this process too: delay the exit until the servers have ended.
        CountDownLatch cleaned = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> awaitQuietly(cleaned)));
        try {
            System.in.transferTo(OutputStream.nullOutputStream());
        } finally {
            try {
                for (int i = 1; i + 1 < args.length; i += 2) {
                    Optional<ProcessHandle> server = running(args[i], Path.of(args[i + 1]));
                    if (server.isPresent()) {
                        end(args[i], server.get());
                    }
                }
                delete(Path.of(args[0]));
            } finally {
                cleaned.countDown();
            }
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The running server whose pid is in the file. The executable is checked, because a pid may be reused. */
    static Optional<ProcessHandle> running(String executable, Path pidFile) {
        try (Stream<String> lines = Files.lines(pidFile)) {
            return lines.findFirst()
                    .map(line -> Long.parseLong(line.strip()))
                    .flatMap(ProcessHandle::of)
                    .filter(process -> isRunning(process, executable));
        } catch (IOException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** False for a zombie, which has no executable: a container's first process may never reap it. */
    static boolean isRunning(ProcessHandle process, String executable) {
        return process.isAlive()
                && process.info()
                        .command()
                        .map(command -> String.valueOf(Path.of(command).getFileName()))
                        .filter(name -> name.startsWith(executable))
                        .isPresent();
    }

    /** Interrupts a server, and kills it if it has not ended after some seconds. */
    static void end(String executable, ProcessHandle server) throws IOException, InterruptedException {
        signal("CONT", server.pid());
        signal("INT", server.pid());
        if (!awaitEnd(executable, server, POLITE_NANOS)) {
            server.destroyForcibly();
            awaitEnd(executable, server, FORCED_NANOS);
        }
    }

    private static boolean awaitEnd(String executable, ProcessHandle server, long nanos) throws InterruptedException {
        long deadline = System.nanoTime() + nanos;
        while (isRunning(server, executable)) {
            if (System.nanoTime() - deadline > 0) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(10);
        }
        return true;
    }

    /** Sends a signal by name. INT makes both PostgreSQL and Redis shut down fast and in good order. */
    static void signal(String name, long pid) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(pid))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }

    private static void delete(Path directory) throws InterruptedException {
        // Children of a killed server may write for a moment longer.
        for (int attempt = 0; attempt < 20; attempt++) {
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
                return;
            } catch (IOException | UncheckedIOException e) {
                if (!Files.exists(directory)) {
                    return;
                }
                TimeUnit.MILLISECONDS.sleep(100);
            }
        }
    }
}

package dev.trunkline.demo;

import io.zonky.test.db.postgres.util.LinuxUtils;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One of the {@link EmbeddedServers}, found by its files: after a live reload they are all that is known of it. It can be stopped, and
 * started again as it was.
 */
final class FoundServer {

    private static final long READY_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final int LAST_LINES = 5;

    private final String executable;
    private final Path pidFile;
    private final Path log;
    private final Function<Path, List<String>> restart;

    /** Starts it again; null while it runs. */
    private @Nullable List<String> command;

    /** It has not come back at its last start: the next stop tries again. */
    private boolean failed;

    private boolean leftAlone;

    private FoundServer(String executable, Path pidFile, Path log, Function<Path, List<String>> restart) {
        this.executable = executable;
        this.pidFile = pidFile;
        this.log = log;
        this.restart = restart;
    }

    /** @param directory that of {@link EmbeddedServers} */
    static FoundServer redis(Path directory) {
        Path own = EmbeddedServers.redisDirectory(directory);
        return new FoundServer(
                RedisProcess.EXECUTABLE,
                RedisProcess.pidFile(own),
                RedisProcess.log(own),
                program ->
                        List.of(program.toString(), RedisProcess.settings(own).toString()));
    }

    /** @param directory that of {@link EmbeddedServers} */
    static FoundServer postgres(Path directory) {
        Path own = EmbeddedServers.postgresDirectory(directory);
        return new FoundServer(
                PostgresProcess.EXECUTABLE, PostgresProcess.pidFile(own), PostgresProcess.log(own), program -> {
                    List<String> command = new ArrayList<>();
                    if (LinuxUtils.isUnshareAvailable()) {
                        // PostgreSQL refuses to run as root; the first start does the same.
                        command.addAll(List.of("unshare", "-U"));
                    }
                    // A restart takes the options of the last start.
                    command.addAll(List.of(
                            program.resolveSibling("pg_ctl").toString(),
                            "restart",
                            "--wait",
                            "--pgdata=" + PostgresProcess.data(own),
                            "--log=" + PostgresProcess.log(own)));
                    return command;
                });
    }

    /** Ends it and its connections; returns when its process has ended. False if it was stopped before, or is left alone by now. */
    synchronized boolean stop() throws IOException {
        if (failed && !leftAlone) {
            start();
        }
        if (command != null || leftAlone) {
            return false;
        }
        ProcessHandle server =
                Guard.running(executable, pidFile).orElseThrow(() -> new IOException(executable + " does not run"));
        Path program = Path.of(server.info().command().orElseThrow());
        List<String> again = restart.apply(program);
        try {
            Guard.end(executable, server);
            command = again;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted", e);
        }
        return true;
    }

    /** Starts it again if it was stopped here, and stops it no more. */
    synchronized void leaveAlone() throws IOException {
        leftAlone = true;
        start();
    }

    /** Starts it again if it was stopped here; returns when its process runs. May be tried again if that fails. */
    synchronized void start() throws IOException {
        if (command == null) {
            return;
        }
        try {
            failed = true;
            int status = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start()
                    .waitFor();
            // One that becomes a daemon may still fail then.
            long end = System.nanoTime() + READY_NANOS;
            while (Guard.running(executable, pidFile).isEmpty()) {
                if (status != 0 || System.nanoTime() - end > 0) {
                    throw new IOException(executable + " does not start again: " + lastLines());
                }
                TimeUnit.MILLISECONDS.sleep(10);
            }
            command = null;
            failed = false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted", e);
        }
    }

    private String lastLines() {
        try {
            List<String> lines = Files.readAllLines(log);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
        } catch (IOException e) {
            return "no log";
        }
    }
}

package dev.trunkline.deploy;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** One process of the server, from exec to exit, with the times of its events. */
final class ActivatedProcess {

    private static final Duration START_LIMIT = Duration.ofSeconds(60);

    /** The spread of 5 s, 2 s for slow readers, and a margin for a busy machine. */
    private static final Duration STOP_LIMIT = Duration.ofSeconds(12);

    /** Between two readiness probes; Knative's are some tens of milliseconds apart. */
    private static final Duration POLL = Duration.ofMillis(2);

    /** The readiness probe of the manifest, which Knative's queue-proxy sends. */
    private static final byte[] READY =
            "GET /q/health/ready HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n".getBytes(US_ASCII);

    private static final int QUESTION_LIMIT_MS = 2_000;

    private final Process process;
    private final int port;
    private final Path log;
    private final long execAt;
    private final CompletableFuture<Long> readyAt = new CompletableFuture<>();
    private volatile Duration stopTook = Duration.ZERO;

    private ActivatedProcess(Process process, int port, Path log, long execAt) {
        this.process = process;
        this.port = port;
        this.log = log;
        this.execAt = execAt;
    }

    /** Starts it with this environment only and with its port, as Knative does. */
    static ActivatedProcess start(List<String> command, Map<String, String> environment, int port, Path log)
            throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        builder.environment().put("PORT", Integer.toString(port));
        long execAt = System.nanoTime();
        ActivatedProcess started = new ActivatedProcess(builder.start(), port, log, execAt);
        Thread asking = new Thread(started::askUntilReady, "asking whether it is ready");
        asking.setDaemon(true);
        asking.start();
        return started;
    }

    private void askUntilReady() {
        try {
            while (!ready()) {
                if (!process.isAlive() || System.nanoTime() - execAt > START_LIMIT.toNanos()) {
                    throw new IOException("Not ready, " + (process.isAlive() ? "still alive" : "ended") + ": " + log);
                }
                LockSupport.parkNanos(POLL.toNanos());
            }
            readyAt.complete(System.nanoTime());
        } catch (IOException e) {
            readyAt.completeExceptionally(e);
        }
    }

    private boolean ready() {
        try (Socket socket = connect()) {
            socket.setSoTimeout(QUESTION_LIMIT_MS);
            socket.getOutputStream().write(READY);
            byte[] status = socket.getInputStream().readNBytes("HTTP/1.1 200".length());
            return new String(status, US_ASCII).equals("HTTP/1.1 200");
        } catch (IOException notBoundYet) {
            return false;
        }
    }

    /** A connection to it. */
    Socket connect() throws IOException {
        Socket socket = new Socket();
        try {
            socket.setTcpNoDelay(true);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), QUESTION_LIMIT_MS);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** Returns when it is ready. */
    void awaitReady() {
        readyAt.join();
    }

    /** Sends SIGTERM and waits for its end. */
    void stop() throws InterruptedException {
        long asked = System.nanoTime();
        process.destroy();
        boolean ended = process.waitFor(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        stopTook = Duration.ofNanos(System.nanoTime() - asked);
        if (!ended) {
            process.destroyForcibly().waitFor();
        }
    }

    /** Kills it, in whatever state it is. */
    void kill() {
        process.destroyForcibly();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    Duration execToReady() {
        return Duration.ofNanos(readyAt.join() - execAt);
    }

    Duration sigtermToExit() {
        return stopTook;
    }

    /** Whether it has ended in time and with the status of SIGTERM. */
    boolean endedWell() {
        return !process.isAlive() && stopTook.compareTo(STOP_LIMIT) < 0 && process.exitValue() == 143;
    }

    @Override
    public String toString() {
        return log + (process.isAlive() ? ", alive" : ", exit status " + process.exitValue());
    }
}

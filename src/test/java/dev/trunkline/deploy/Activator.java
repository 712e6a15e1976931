package dev.trunkline.deploy;

import dev.trunkline.demo.FreePort;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Knative's part around a service, for one process on one machine: a port of loopback that holds a request while no process
 * runs, starts one, forwards the bytes in both directions, and ends the process when no request has been open for a while.
 */
final class Activator implements AutoCloseable {

    private static final int BACKLOG = 50;
    private static final int PIECE = 16_384;

    private final List<String> command;
    private final Map<String, String> environment;
    private final Duration idle;
    private final Path logs;
    private final ServerSocket entrance;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(Activator::daemon);
    private final List<ActivatedProcess> lives = new CopyOnWriteArrayList<>();
    private final Thread hook = new Thread(() -> lives.forEach(ActivatedProcess::kill));

    // All guarded by this.
    private ActivatedProcess running;
    private int open;
    private Future<?> leaving;

    /** @param idle the time without requests after which the process is ended */
    Activator(List<String> command, Map<String, String> environment, Duration idle, Path logs) throws IOException {
        this.command = List.copyOf(command);
        this.environment = Map.copyOf(environment);
        this.idle = idle;
        this.logs = Files.createDirectories(logs);
        this.entrance = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
        Runtime.getRuntime().addShutdownHook(hook);
        daemon(this::accept).start();
    }

    int port() {
        return entrance.getLocalPort();
    }

    /** All processes so far, in the order of their starts. */
    List<ActivatedProcess> lives() {
        return List.copyOf(lives);
    }

    /** Whether no process runs. */
    synchronized boolean atZero() {
        return running == null && lives.stream().noneMatch(ActivatedProcess::isAlive);
    }

    /** How many requests are held or forwarded. */
    synchronized int open() {
        return open;
    }

    /** Ends the process although streams are open, as when fewer processes are needed. */
    synchronized void scaleDown() throws InterruptedException {
        if (running != null) {
            // In the monitor: a request that arrives meanwhile waits, and starts the next process.
            running.stop();
            running = null;
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket client = entrance.accept();
                daemon(() -> serve(client)).start();
            }
        } catch (IOException closed) {
            // By scaleDown: nothing else ends it.
        }
    }

    private void serve(Socket client) {
        try (client) {
            client.setTcpNoDelay(true);
            ActivatedProcess process = enter();
            try {
                process.awaitReady();
                pass(client, process);
            } finally {
                leave();
            }
        } catch (IOException | CompletionException failed) {
            // The client sees its connection end, and the test reports what it expected.
        }
    }

    private synchronized ActivatedProcess enter() throws IOException {
        if (leaving != null) {
            leaving.cancel(false);
        }
        if (running == null) {
            Path log = logs.resolve("life-" + (lives.size() + 1) + ".log");
            running = ActivatedProcess.start(command, environment, FreePort.find(), log);
            lives.add(running);
        }
        open++;
        return running;
    }

    private synchronized void leave() {
        open--;
        if (open == 0 && !timer.isShutdown()) {
            leaving = timer.schedule(this::endIfIdle, idle.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    private synchronized void endIfIdle() {
        try {
            if (open == 0) {
                scaleDown();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Forwards bytes in both directions until both have ended. */
    private static void pass(Socket client, ActivatedProcess process) throws IOException {
        try (Socket server = process.connect()) {
            Thread up = daemon(() -> copy(client, server));
            up.start();
            copy(server, client);
            // The client has to learn that nobody reads.
            client.close();
        }
    }

    private static void copy(Socket from, Socket to) {
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] piece = new byte[PIECE];
            for (int length = in.read(piece); length >= 0; length = in.read(piece)) {
                out.write(piece, 0, length);
            }
            to.shutdownOutput();
        } catch (IOException closed) {
            // By either side: the other direction ends too.
        }
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "activator");
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public void close() throws IOException {
        entrance.close();
        timer.shutdownNow();
        lives.forEach(ActivatedProcess::kill);
        Runtime.getRuntime().removeShutdownHook(hook);
    }
}

package dev.trunkline.harness;

import static org.awaitility.Awaitility.await;

import dev.trunkline.demo.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The installed Redis, its Sentinel, or another server that reads Redis's configuration, with any configuration, and with TLS, which the embedded one lacks. */
public final class InstalledRedis implements AutoCloseable {

    private static final String PROGRAM = "redis-server";

    private final Process process;
    private final Path directory;
    private final int port;

    private InstalledRedis(Process process, Path directory, int port) {
        this.process = process;
        this.directory = directory;
        this.port = port;
    }

    /** Starts a Redis on a port of loopback, with further lines of configuration. */
    public static InstalledRedis start(String... lines) {
        return start(PROGRAM, false, lines);
    }

    /** Starts another server, such as {@code valkey-server}. */
    public static InstalledRedis startAlike(String program, String... lines) {
        return start(program, false, lines);
    }

    /** Starts a Sentinel. */
    public static InstalledRedis sentinel(String... lines) {
        return start(PROGRAM, true, lines);
    }

    private static InstalledRedis start(String program, boolean sentinel, String... lines) {
        try {
            int port = FreePort.find();
            Path directory = Files.createTempDirectory("redis-");
            List<String> settings = new ArrayList<>(List.of(
                    "bind 127.0.0.1", "port " + port, "dir " + directory, "logfile " + directory.resolve("log")));
            if (!sentinel) {
                settings.addAll(List.of("save \"\"", "repl-diskless-sync-delay 0"));
            }
            settings.addAll(List.of(lines));
            Path configuration = Files.write(directory.resolve("redis.conf"), settings);
            List<String> command =
                    new ArrayList<>(List.of(Tool.find(program).orElseThrow().toString(), configuration.toString()));
            if (sentinel) {
                command.add("--sentinel");
            }
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve("output").toFile())
                    .start();
            InstalledRedis server = new InstalledRedis(process, directory, port);
            await("Redis").until(server::acceptsConnections);
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean acceptsConnections() throws IOException {
        if (!process.isAlive()) {
            throw new IllegalStateException("Redis has ended: " + Files.readString(directory.resolve("output")));
        }
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    public int port() {
        return port;
    }

    /** A new connection, not authenticated. */
    public RedisClient connect() {
        try {
            return new RedisClient("127.0.0.1", port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Kills it, as when its machine fails. */
    public void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    private void awaitEnd() {
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                throw new AssertionError("Redis does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws IOException {
        kill();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(directory);
    }
}

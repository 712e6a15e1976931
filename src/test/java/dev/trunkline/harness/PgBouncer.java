package dev.trunkline.harness;

import static org.awaitility.Awaitility.await;

import dev.trunkline.demo.FreePort;
import dev.trunkline.demo.PostgresProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A PgBouncer in transaction mode in front of a PostgreSQL, without settings that make it more tolerant. */
public final class PgBouncer implements AutoCloseable {

    private final Process process;
    private final Path directory;
    private final PostgresProcess server;
    private final int port;

    private PgBouncer(Process process, Path directory, PostgresProcess server, int port) {
        this.process = process;
        this.directory = directory;
        this.server = server;
        this.port = port;
    }

    /**
     * Starts one, and returns when it accepts connections.
     *
     * @param connections that it opens to the server, for all clients together
     */
    public static PgBouncer start(PostgresProcess server, int connections) {
        try {
            // Started by root, it reads its files as another user.
            Path directory = Files.createTempDirectory(
                    "pgbouncer-", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
            int port = FreePort.find();
            Path users = Files.writeString(
                    directory.resolve("users.txt"), "\"" + server.user() + "\" \"" + server.password() + "\"\n");
            Path settings = Files.writeString(directory.resolve("pgbouncer.ini"), """
                    [databases]
                    %s = host=%s port=%d

                    [pgbouncer]
                    listen_addr = 127.0.0.1
                    listen_port = %d
                    unix_socket_dir =
                    auth_type = scram-sha-256
                    auth_file = %s
                    pool_mode = transaction
                    default_pool_size = %d
                    """.formatted(
                            server.database(), server.host(), server.port(), port, users, connections));
            List<String> command =
                    new ArrayList<>(List.of(Tool.find("pgbouncer").orElseThrow().toString(), settings.toString()));
            if (System.getProperty("user.name").equals("root")) {
                command.addAll(1, List.of("-u", "nobody"));
            }
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve("log").toFile())
                    .start();
            PgBouncer bouncer = new PgBouncer(process, directory, server, port);
            await("PgBouncer").until(bouncer::acceptsConnections);
            return bouncer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean acceptsConnections() {
        if (!process.isAlive()) {
            throw new IllegalStateException("PgBouncer has ended: " + log());
        }
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    /** A value of {@code DATABASE_URL}. */
    public String url() {
        return "postgresql://" + server.user() + ":" + server.password() + "@127.0.0.1:" + port + "/"
                + server.database();
    }

    /** Its output so far. */
    public String log() {
        try {
            return Files.readString(directory.resolve("log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (String file : List.of("users.txt", "pgbouncer.ini", "log")) {
            Files.deleteIfExists(directory.resolve(file));
        }
        Files.delete(directory);
    }
}

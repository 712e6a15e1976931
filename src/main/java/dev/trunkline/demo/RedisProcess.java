package dev.trunkline.demo;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import redis.embedded.core.ExecutableProvider;
import redis.embedded.model.OsArchitecture;

/** The embedded Redis. It stores nothing on disk: after a restart it is empty. */
public final class RedisProcess extends ServerProcess {

    static final String EXECUTABLE = "redis-server";

    private static final long READY_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final int SOCKET_TIMEOUT_MS = 1_000;

    private final Path directory;
    private final Path executable;

    public RedisProcess(Path directory, int port) throws IOException {
        super(EXECUTABLE, port, pidFile(directory));
        this.directory = directory;
        this.executable = executable(Files.createDirectories(directory.resolve("bin")));
    }

    static Path pidFile(Path directory) {
        return directory.resolve("redis.pid");
    }

    /** All that it was started with. */
    static Path settings(Path directory) {
        return directory.resolve("redis.conf");
    }

    static Path log(Path directory) {
        return directory.resolve("redis.log");
    }

    /** A value of {@code REDIS_URL} and {@code quarkus.redis.hosts}. */
    public String url() {
        return "redis://" + host() + ":" + port();
    }

    @Override
    public synchronized void start() throws IOException {
        if (isRunning()) {
            return;
        }
        Files.deleteIfExists(pidFile());
        // A daemon is not in the terminal's process group: a Ctrl-C must not end it before its clients.
        List<String> settings = List.of(
                "bind " + host(),
                "port " + port(),
                "daemonize yes",
                "pidfile " + quoted(pidFile()),
                "dir " + quoted(directory),
                "logfile " + quoted(log(directory)),
                "save \"\"",
                "appendonly no");
        run(List.of(
                executable.toString(),
                Files.write(settings(directory), settings).toString()));
        long end = System.nanoTime() + READY_NANOS;
        while (!(isRunning() && answers())) {
            if (System.nanoTime() - end > 0) {
                throw new IOException("Redis did not start on port " + port() + ": " + log());
            }
            pause();
        }
    }

    @Override
    public synchronized void stop() throws IOException {
        Optional<ProcessHandle> process = Guard.running(EXECUTABLE, pidFile());
        if (process.isEmpty()) {
            return;
        }
        try {
            Guard.end(EXECUTABLE, process.get());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted", e);
        }
    }

    private static String quoted(Path path) {
        return '"' + path.toString().replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private boolean answers() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host(), port()), SOCKET_TIMEOUT_MS);
            socket.setSoTimeout(SOCKET_TIMEOUT_MS);
            socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            return new String(in.readNBytes(5), StandardCharsets.US_ASCII).equals("+PONG");
        } catch (IOException e) {
            return false;
        }
    }

    private String log() {
        try {
            return Files.readString(log(directory));
        } catch (IOException e) {
            return "no log";
        }
    }

    private static void pause() throws IOException {
        try {
            TimeUnit.MILLISECONDS.sleep(10);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted", e);
        }
    }

    /**
     * The binary for x86-64 needs OpenSSL 3, which some systems lack. The one for i386 is static and lacks only TLS, which is not
     * used here.
     */
    private static Path executable(Path bin) throws IOException {
        Path preferred =
                ExecutableProvider.newJarResourceProvider(bin.toFile()).get().toPath();
        boolean hasAnother = OsArchitecture.detectOSandArchitecture().equals(OsArchitecture.UNIX_x86_64);
        if (!hasAnother || run(List.of(preferred.toString(), "--version")) == 0) {
            return preferred;
        }
        Map<OsArchitecture, String> resources = ExecutableProvider.newProvidedVersionsMap();
        String withoutTls = resources.get(OsArchitecture.UNIX_x86);
        return ExecutableProvider.newJarResourceProvider(
                        bin::toFile, Map.of(OsArchitecture.UNIX_x86_64, String.valueOf(withoutTls)))
                .get()
                .toPath();
    }

    private static int run(List<String> command) throws IOException {
        try {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted", e);
        }
    }
}

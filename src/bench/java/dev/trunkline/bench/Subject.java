package dev.trunkline.bench;

import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** A measured process: Trunkline, another server or the floor. It ends when this process ends, unless that is by SIGKILL. */
final class Subject implements Closeable {
    private static final Duration START = Duration.ofSeconds(90);
    private static final String HEALTH = "/api/v1/streaming/health";
    /** The variables that a server inherits; a setting of Mastodon in the caller's environment would change the result. */
    private static final Set<String> INHERITED = Set.of("PATH", "HOME", "LANG", "TMPDIR");

    private static final Map<String, String> SETTINGS = Map.of(
            // The client reads frames of events and sends none.
            "TRUNKLINE_WEBSOCKET_PING_INTERVAL",
            "1h",
            // Few accounts open all connections.
            "TRUNKLINE_LIMITS_SUBSCRIPTIONS_PER_MINUTE",
            "1000000",
            "TRUNKLINE_LIMITS_CONNECTIONS_PER_ACCOUNT",
            "1000000");

    private final String name;
    private final boolean metrics;
    private final int port;
    private final Path log;
    private final long started;
    private final Process process;
    private final Thread hook;

    private Subject(
            String name, boolean metrics, int port, Path folder, List<String> command, Map<String, String> environment)
            throws IOException {
        this.name = name;
        this.metrics = metrics;
        this.port = port;
        this.log = folder.resolve(name + ".log");
        Files.createDirectories(folder);
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectInput(new File("/dev/null"))
                .redirectOutput(log.toFile());
        builder.environment().keySet().retainAll(INHERITED);
        builder.environment().putAll(environment);
        started = System.nanoTime();
        process = builder.start();
        hook = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Starts Trunkline in its production form, configured as an administrator of Mastodon does it. */
    static Subject trunkline(Options options, Contestant contestant, Path folder) throws IOException {
        List<String> command = new ArrayList<>();
        String server = contestant.server().toAbsolutePath().toString();
        if (server.endsWith(".jar")) {
            command.add(java());
            command.addAll(options.javaOptions());
            command.add("-jar");
        }
        command.add(server);
        Map<String, String> settings = new HashMap<>(SETTINGS);
        if (options.compression()) {
            settings.put("TRUNKLINE_COMPRESSION", contestant.scenario().compressed() ? "on" : "off");
        }
        return trunkline(contestant.name(), command, settings, contestant.backends(), folder);
    }

    /** The same with a command. */
    static Subject trunkline(String name, List<String> command, Backends backends, Path folder) throws IOException {
        return trunkline(name, command, SETTINGS, backends, folder);
    }

    /** The same with a command and variables of its own. */
    static Subject trunkline(StartCommand command, Backends backends, Path folder) throws IOException {
        Map<String, String> settings = new HashMap<>(SETTINGS);
        settings.putAll(command.variables());
        return trunkline(command.name(), command.words(), settings, backends, folder);
    }

    /** The same with other settings. */
    static Subject trunkline(
            String name, List<String> command, Map<String, String> settings, Backends backends, Path folder)
            throws IOException {
        int port = freePort();
        Map<String, String> environment = new HashMap<>(settings);
        environment.put("REDIS_URL", backends.redisUrl());
        environment.put("DATABASE_URL", backends.databaseUrl());
        environment.put("BIND", "127.0.0.1");
        environment.put("PORT", Integer.toString(port));
        return new Subject(name, true, port, folder, command, environment);
    }

    /** Starts any server that reads Mastodon's variables. */
    static Subject foreign(String name, List<String> command, Backends backends, Path folder) throws IOException {
        return trunkline(name, command, Map.of("NODE_ENV", "production"), backends, folder);
    }

    static Subject floor(Path folder) throws IOException {
        int port = freePort();
        List<String> command = List.of(
                java(),
                "-XX:+UseSerialGC",
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                FloorServer.class.getName(),
                Integer.toString(port));
        return new Subject("floor", false, port, folder, command, Map.of());
    }

    /** Waits until the process answers; Trunkline's health path does once Redis and PostgreSQL have answered. */
    void awaitReady() throws IOException, InterruptedException {
        long start = System.nanoTime();
        while (!answers()) {
            if (!process.isAlive() || System.nanoTime() - start > START.toNanos()) {
                throw new IOException(name + (process.isAlive() ? " is not ready" : " has ended")
                        + "; its log ends with\n" + lastWords());
            }
            Thread.sleep(100);
        }
    }

    /** Asks the health path once; fails if the answer is not 200 or takes longer than five seconds. */
    void health() throws IOException {
        get(HEALTH);
    }

    private boolean answers() {
        try {
            if (hasMetrics()) {
                health();
            } else {
                new Socket(InetAddress.getLoopbackAddress(), port).close();
            }
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    String get(String path) throws IOException {
        return HttpText.get("127.0.0.1", port, path);
    }

    /** The end of the process's log, without stack frames. */
    String lastWords() throws IOException {
        List<String> lines = Files.readAllLines(log).stream()
                .filter(line -> !line.startsWith("\tat "))
                .toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
    }

    /** Whether it is a server, with probes and metrics, and not the floor. */
    boolean hasMetrics() {
        return metrics;
    }

    String name() {
        return name;
    }

    int port() {
        return port;
    }

    /** The moment before the start, by {@link System#nanoTime()}. */
    long started() {
        return started;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    long pid() {
        return process.pid();
    }

    /** The exit status of a process that has ended. */
    int exitStatus() {
        return process.exitValue();
    }

    Path log() {
        return log;
    }

    /** The same JVM as this one. */
    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Asks the process to end, and kills it after ten seconds. */
    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().removeShutdownHook(hook);
    }
}

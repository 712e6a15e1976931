package dev.trunkline.harness;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The packaged server as a process: the jar, or the native executable if the system property {@code wire.executable} names
 * one. Its output is below {@code target/wire}.
 */
public final class Trunkline implements AutoCloseable {

    /** Tag of tests that count objects in the heap, which only the JVM shows: they do not run with the native executable. */
    public static final String LOOKS_INTO_HEAP = "heap";

    private static final String EXECUTABLE = System.getProperty("wire.executable", "");
    private static final Pattern BOUND = Pattern.compile("Listening on: http://[^ \"]*:(\\d+)");
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    /** A process whose clients know ids answers others for a while. */
    private static final Duration STOP_LIMIT = Duration.ofSeconds(20);
    /** A line mostly comes at once. */
    private static final Duration LOG_INTERVAL = Duration.ofMillis(10);

    private final Process process;
    private final Path log;
    private int port;

    private Trunkline(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /** Starts a process and waits until it is healthy. */
    public static Trunkline start(Mastodon mastodon, List<String> settings) {
        return start(mastodon, settings, Map.of());
    }

    /** Starts a process with further environment variables and waits until it is healthy. */
    public static Trunkline start(Mastodon mastodon, List<String> settings, Map<String, String> variables) {
        Trunkline trunkline = launch(mastodon, settings, variables);
        await("health").atMost(START_LIMIT).until(trunkline::healthy);
        return trunkline;
    }

    /** Starts a process and waits until it is bound to its port, healthy or not. */
    public static Trunkline launch(Mastodon mastodon, List<String> settings) {
        return launch(mastodon, settings, Map.of());
    }

    /** The command that starts it, in any directory. */
    static List<String> command(List<String> settings) {
        List<String> properties = new ArrayList<>();
        // People read the log when a test fails.
        addUnlessSet("trunkline.log-json", "false", settings, properties);
        // A busy machine makes a status late. What is withheld for that would be missed by a test that is about
        // something else.
        addUnlessSet("trunkline.check-time-limit", "60s", settings, properties);
        // A setting, or an option that the JVM and the executable both take.
        settings.forEach(setting -> properties.add(setting.startsWith("-") ? setting : "-D" + setting));
        if (!isNative()) {
            return ServerJvm.command(properties);
        }
        List<String> command = new ArrayList<>();
        command.add(Path.of(EXECUTABLE).toAbsolutePath().toString());
        command.addAll(properties);
        return command;
    }

    private static void addUnlessSet(String name, String value, List<String> settings, List<String> properties) {
        if (settings.stream().noneMatch(setting -> setting.startsWith(name + "="))) {
            properties.add("-D" + name + "=" + value);
        }
    }

    /** Starts a process with further environment variables and waits until it is bound to its port. */
    public static Trunkline launch(Mastodon mastodon, List<String> settings, Map<String, String> variables) {
        return launchIn(Path.of(""), settings, environment(mastodon, variables));
    }

    /** The same in another directory, with these environment variables only. */
    public static Trunkline launchIn(Path directory, List<String> settings, Map<String, String> variables) {
        Trunkline trunkline = begin(directory, command(settings), variables);
        trunkline.awaitPort();
        return trunkline;
    }

    /**
     * Starts a process and waits until it is healthy. It gets further variables as they are, in bytes: those of a Java process
     * begin as text, and end in the encoding of its own locale.
     */
    public static Trunkline startWithBytes(
            Mastodon mastodon, Map<String, String> variables, Map<String, byte[]> bytes) {
        return startCommand(withBytes(bytes, command(List.of())), environment(mastodon, variables));
    }

    /** Starts a process as systemd does, with a socket for its notifications and with its output to a journal, and waits until it is healthy. */
    public static Trunkline startUnderSystemd(Mastodon mastodon, String notifySocket) {
        List<String> command = new ArrayList<>(List.of(
                "/bin/sh",
                "-c",
                "JOURNAL_STREAM=$(stat -L -c %d:%i /proc/$$/fd/1) NOTIFY_SOCKET=\"$0\" exec \"$@\"",
                notifySocket));
        command.addAll(command(List.of()));
        return startCommand(command, environment(mastodon, Map.of()));
    }

    /** The command with further variables, which a shell sets. */
    static List<String> withBytes(Map<String, byte[]> variables, List<String> command) {
        StringBuilder script = new StringBuilder();
        variables.forEach((name, value) -> {
            script.append("export ").append(name).append("=\"$(printf '");
            for (byte each : value) {
                script.append(String.format("\\%03o", each & 0xFF));
            }
            script.append("')\"; ");
        });
        List<String> shell = new ArrayList<>(List.of("/bin/sh", "-c", script + "exec \"$@\"", "sh"));
        shell.addAll(command);
        return shell;
    }

    /** Starts a process that may bind no port. */
    public static Trunkline launchSilently(Path directory, Map<String, String> variables) {
        return begin(directory, command(List.of()), variables);
    }

    /** Runs another command that starts Trunkline, with these environment variables only, and waits until it is healthy. */
    public static Trunkline startCommand(List<String> command, Map<String, String> variables) {
        Trunkline trunkline = begin(Path.of(""), command, variables);
        trunkline.awaitPort();
        await("health").atMost(START_LIMIT).until(trunkline::healthy);
        return trunkline;
    }

    /** Starts a process whose output nobody reads once it is bound to its port, and waits until it is healthy. */
    public static Trunkline startUnread(Mastodon mastodon, List<String> settings) {
        try {
            Path log = WireFiles.resolve(Mastodon.unique("trunkline-") + ".log");
            Process process = builder(Path.of(""), command(settings), environment(mastodon, Map.of()))
                    .start();
            Trunkline trunkline = new Trunkline(process, log);
            LogPipe.copyUntil("Listening on", process.getInputStream(), log);
            trunkline.awaitPort();
            await("health").atMost(START_LIMIT).until(trunkline::healthy);
            return trunkline;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ProcessBuilder builder(Path directory, List<String> command, Map<String, String> variables) {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toAbsolutePath().toFile())
                .redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(variables);
        return builder;
    }

    private static Trunkline begin(Path directory, List<String> command, Map<String, String> variables) {
        try {
            Path log = WireFiles.resolve(Mastodon.unique("trunkline-") + ".log");
            Process process = builder(directory, command, variables)
                    .redirectOutput(log.toFile())
                    .start();
            return new Trunkline(process, log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The environment variables for that Mastodon and a free port; further variables take precedence. */
    public static Map<String, String> environment(Mastodon mastodon, Map<String, String> variables) {
        Map<String, String> environment = new HashMap<>();
        environment.put("PORT", "0");
        environment.put("REDIS_URL", mastodon.redisServer().url());
        environment.put("DATABASE_URL", mastodon.postgresServer().url());
        environment.putAll(variables);
        return environment;
    }

    /** The artefact under test: the native executable, or the folder of the jars. */
    public static Path artefact() {
        return isNative() ? Path.of(EXECUTABLE) : Path.of("target", "quarkus-app");
    }

    /** Whether the process is the native executable. */
    public static boolean isNative() {
        return !EXECUTABLE.isEmpty();
    }

    private void awaitPort() {
        try {
            await("bound").atMost(START_LIMIT).until(this::findPort);
        } catch (RuntimeException | Error late) {
            process.destroyForcibly();
            throw late;
        }
    }

    private boolean findPort() {
        Matcher bound = BOUND.matcher(log());
        if (bound.find()) {
            port = Integer.parseInt(bound.group(1));
            return true;
        }
        if (!process.isAlive()) {
            throw new IllegalStateException("Trunkline has ended: " + log());
        }
        return false;
    }

    public boolean healthy() {
        return get("/api/v1/streaming/health").answer().body().equals("OK");
    }

    /** Its output so far. */
    public String log() {
        try {
            // It may end within a character, which would be an error for readString.
            return new String(Files.readAllBytes(log), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Waits for this text in its output. A thread of its own writes the log: neither an answer nor a figure tells that a line is
     * there.
     */
    public void awaitLog(String text) {
        awaitLog(text, 0);
    }

    /** The same behind so many characters of the output. */
    void awaitLog(String text, int start) {
        await("the log").pollInterval(LOG_INTERVAL).untilAsserted(() -> {
            String log = log();
            assertTrue(log.indexOf(text, start) >= 0, () -> text + " is not in " + log.substring(start));
        });
    }

    public int port() {
        return port;
    }

    public Process process() {
        return process;
    }

    public Request request(String method, String target) {
        return new Request(port, method, target);
    }

    public Request get(String target) {
        return request("GET", target);
    }

    /** A stream of this path below {@code /api/v1/streaming} for the owner of that token. */
    public EventStream stream(String path, Token token) {
        return get("/api/v1/streaming" + path).bearer(token).stream();
    }

    /** A WebSocket's handshake; {@code query} begins with a question mark where there is one. */
    public Request handshake(String query) {
        return get("/api/v1/streaming" + query).upgrade();
    }

    /** An open WebSocket of that token's owner. */
    public WebSocketClient webSocket(String query, Token token) {
        return handshake(query).bearer(token).webSocket();
    }

    public Metrics metrics() {
        return new Metrics(get("/metrics").answer().body());
    }

    /** The heap after a garbage collection: how many objects there are of each class. */
    public Map<String, Long> heap() {
        try {
            Process jcmd = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "jcmd")
                                    .toString(),
                            Long.toString(process.pid()),
                            "GC.class_histogram")
                    .redirectErrorStream(true)
                    .start();
            String histogram = new String(jcmd.getInputStream().readAllBytes(), UTF_8);
            // A line: rank, instances, bytes, class, perhaps its module. One class may have several loaders.
            Map<String, Long> heap = histogram
                    .lines()
                    .map(line -> line.trim().split(" +"))
                    .filter(columns -> columns.length >= 4 && columns[0].endsWith(":"))
                    .collect(Collectors.toMap(columns -> columns[3], columns -> Long.valueOf(columns[1]), Long::sum));
            if (!heap.containsKey("java.lang.String")) {
                throw new IllegalStateException("jcmd says: " + histogram);
            }
            return heap;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Which of these classes have objects on the heap after a garbage collection.
     *
     * @param names below the root package; a class that does not exist, such as a renamed one, is an error
     */
    public List<String> onHeap(List<String> names) {
        Map<String, Long> heap = heap();
        return names.stream().filter(name -> heap.containsKey(existing(name))).toList();
    }

    private static String existing(String name) {
        try {
            return Class.forName("dev.trunkline." + name).getName();
        } catch (ClassNotFoundException renamed) {
            throw new IllegalArgumentException(renamed);
        }
    }

    /** Sends SIGTERM, and waits for its end. */
    public void stop() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError("Trunkline does not end when asked");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        try {
            stop();
        } finally {
            process.destroyForcibly();
        }
    }
}

package dev.trunkline.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Measures what it costs a server to open, hold and close connections. See {@code src/bench/README.md}. */
final class ConnectBenchmark {
    private static final Path FOLDER = Path.of("target", "bench");

    /** The files that are open besides connections: jars, logs and others. */
    private static final int OTHER_FILES = 300;

    private final ConnectOptions options;
    private final Results results;
    private final Map<String, List<ConnectFigures>> measured = new LinkedHashMap<>();

    private ConnectBenchmark(ConnectOptions options) throws IOException {
        this.options = options;
        this.results = Results.to(options.csv());
    }

    /** Exits with 0 when every connection was opened, with 1 when one was not, with 2 for a wrong option. */
    public static void main(String... arguments) {
        if (List.of(arguments).contains("--help")) {
            System.out.print(ConnectOptions.USAGE);
            System.exit(0);
        }
        ConnectOptions options;
        try {
            options = ConnectOptions.parse(arguments);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage() + "\n\n" + ConnectOptions.USAGE);
            System.exit(2);
            return;
        }
        TimeLimit.start(options.limit());
        boolean whole = false;
        try {
            whole = new ConnectBenchmark(options).run();
        } catch (IOException | InterruptedException | RuntimeException e) {
            System.err.println("\nFAILED: " + e);
        }
        System.exit(whole ? 0 : 1);
    }

    private boolean run() throws IOException, InterruptedException {
        for (ConnectServer server : options.servers()) {
            if (server.kind() == ConnectServer.Kind.PATH && !Files.exists(Path.of(server.value()))) {
                throw new IOException("no server at " + server.value());
            }
        }
        checkOpenFiles();
        System.out.print(conditions());
        boolean backendsNeeded =
                options.servers().stream().anyMatch(server -> server.kind() != ConnectServer.Kind.BASE_URL);
        if (backendsNeeded) {
            // The stream needs no rows but those of its viewers.
            Scenario viewers = Scenario.of(Scenario.USER, true, ViewerFilters.NONE);
            try (Backends backends = Backends.start(viewers, options.tokensNeeded(), 0, 0)) {
                measure(backends);
            }
        } else {
            measure(null);
        }
        return summarise();
    }

    private void measure(@Nullable Backends backends) throws IOException, InterruptedException {
        System.out.print(ConnectFigures.heading());
        for (boolean webSocket : options.webSockets()) {
            for (int connections : options.connections()) {
                for (int rate : options.rates()) {
                    OpeningLoad load = new OpeningLoad(webSocket, connections, rate, options.inFlight());
                    for (int round = 1; round <= options.rounds(); round++) {
                        for (ConnectServer server : options.servers()) {
                            measure(server, backends, load, round);
                        }
                    }
                }
            }
        }
    }

    private void measure(ConnectServer server, @Nullable Backends backends, OpeningLoad load, int round)
            throws IOException, InterruptedException {
        try (Measured running = start(server, backends)) {
            ConnectFigures figures = new ConnectRound(options, running, load).run(round);
            System.out.print(figures.row());
            figures.writeTo(results);
            measured.computeIfAbsent(server.name() + " " + load.name(), first -> new ArrayList<>())
                    .add(figures);
        }
    }

    private Measured start(ConnectServer server, @Nullable Backends backends) throws IOException, InterruptedException {
        if (backends == null || server.kind() == ConnectServer.Kind.BASE_URL) {
            return RunningServer.of(server, options);
        }
        Subject subject = server.kind() == ConnectServer.Kind.PATH
                ? Subject.trunkline(
                        server.name(),
                        ServerCommand.of(Path.of(server.value()), null, options.javaOptions()),
                        backends,
                        FOLDER)
                : Subject.foreign(server.name(), List.of(server.value().split("\\s+", -1)), backends, FOLDER);
        try {
            subject.awaitReady();
        } catch (IOException | InterruptedException e) {
            subject.close();
            throw e;
        }
        return new StartedServer(subject, backends);
    }

    /** Prints medians and remarks; returns whether no connection failed. */
    private boolean summarise() {
        if (options.rounds() > 1) {
            System.out.println("\nmedians");
            measured.values().forEach(rounds -> System.out.print(ConnectFigures.medians(rounds)));
        }
        List<ConnectFigures> all =
                measured.values().stream().flatMap(List::stream).toList();
        List<String> remarks =
                all.stream().flatMap(figures -> figures.remarks().stream()).toList();
        if (!remarks.isEmpty()) {
            System.out.println();
            remarks.forEach(System.out::println);
        }
        boolean whole = all.stream().allMatch(figures -> figures.failures().isEmpty());
        if (!whole) {
            System.err.println("\nFAILED: connections failed, see above");
        }
        return whole;
    }

    /** The servers that are started inherit this process's limit. */
    private void checkOpenFiles() throws IOException {
        check("the client", Kernel.openFiles());
        OptionalLong pid = options.pid();
        if (pid.isPresent()) {
            check("process " + pid.getAsLong(), Kernel.openFiles(pid.getAsLong()));
        }
    }

    private void check(String process, long allowed) throws IOException {
        long needed = (long) Math.max(options.mostConnections(), options.warm()) + OTHER_FILES;
        if (needed > allowed) {
            throw new IOException(process + " needs " + needed + " open files, and ulimit -n allows " + allowed
                    + ": raise it, or open fewer connections");
        }
    }

    private String conditions() {
        return String.format(
                Locale.ROOT,
                "stream %s, %d connections to warm up%n%s%nJava %s, %s %s, %d cores%n%n",
                options.stream(),
                options.warm(),
                options.servers().stream()
                        .map(server -> server.name() + " = " + server.value())
                        .collect(Collectors.joining("; ")),
                Runtime.version(),
                System.getProperty("os.name"),
                System.getProperty("os.version"),
                Runtime.getRuntime().availableProcessors());
    }
}

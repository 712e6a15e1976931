package dev.trunkline.bench;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Measures what a delivery costs the server. See {@code src/bench/README.md}. */
final class FanoutBenchmark {
    private static final Path FOLDER = Path.of("target", "bench");
    private static final String FLOOR = "floor";
    private static final int TURNS = 20;
    /** The files that are open besides connections: jars, logs and others. */
    private static final int OTHER_FILES = 300;

    private final Options options;
    private final Results results;
    private final List<Contestant> contestants = new ArrayList<>();
    /** By connections and name. */
    private final Map<Integer, Map<String, List<Figures.Part>>> parts = new LinkedHashMap<>();

    private FanoutBenchmark(Options options) throws IOException {
        this.options = options;
        this.results = Results.to(options.csv());
    }

    /** Exits with 0 when every connection has received every byte, with 1 when not, with 2 for a wrong option. */
    public static void main(String... arguments) {
        if (List.of(arguments).contains("--help")) {
            System.out.print(Options.USAGE);
            System.exit(0);
        }
        Options options;
        try {
            options = Options.parse(arguments);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage() + "\n\n" + Options.USAGE);
            System.exit(2);
            return;
        }
        TimeLimit.start(options.limit());
        try {
            new FanoutBenchmark(options).run();
        } catch (IOException | InterruptedException | RuntimeException e) {
            System.err.println("\nFAILED: " + e);
            System.exit(1);
        }
        System.exit(0);
    }

    private void run() throws IOException, InterruptedException {
        for (Path server : options.servers()) {
            if (!Files.exists(server)) {
                throw new IOException("no server at " + server);
            }
        }
        long files = openFiles();
        if (files > Kernel.openFiles()) {
            throw new IOException(files + " open files are needed, and ulimit -n allows " + Kernel.openFiles()
                    + ": fewer connections, streams or no floor need less");
        }
        System.out.print(conditions());
        List<Backends> backends = new ArrayList<>();
        try {
            for (int server = 0; server < Math.max(1, options.servers().size()); server++) {
                for (Scenario scenario : options.scenarios()) {
                    Backends started = Backends.start(scenario, options);
                    backends.add(started);
                    if (!options.servers().isEmpty()) {
                        String suffix = server == 0 ? "" : "-" + (server + 1);
                        contestants.add(new Contestant(
                                scenario, suffix, options.servers().get(server), started));
                    }
                }
            }
            System.out.print(Figures.heading());
            for (int connections : options.connections()) {
                for (int round = 1; round <= options.rounds(); round++) {
                    round(connections, round, backends.get(0));
                }
            }
        } finally {
            for (Backends started : backends) {
                started.close();
            }
        }
        System.out.print(Figures.summaryHeading(options.rounds()));
        parts.values().forEach(this::summarise);
        if (options.compression()) {
            System.out.print(Figures.compressionHeading());
            parts.values().forEach(this::compare);
        }
    }

    private void summarise(Map<String, List<Figures.Part>> measured) {
        List<Figures.Part> floor = measured.get(FLOOR);
        if (floor != null) {
            System.out.print(Figures.summary(floor, null, null));
        }
        for (Contestant contestant : contestants) {
            System.out.print(Figures.summary(
                    measured.getOrDefault(contestant.name(), List.of()),
                    floor,
                    measured.get(Scenario.USER + contestant.suffix())));
        }
    }

    private void compare(Map<String, List<Figures.Part>> measured) {
        for (Contestant contestant : contestants) {
            if (contestant.scenario().compressed()) {
                System.out.print(Figures.compression(
                        measured.getOrDefault(contestant.name(), List.of()),
                        measured.getOrDefault(contestant.scenario().plainName() + contestant.suffix(), List.of())));
            }
        }
    }

    /** The most files that the client has open at a time; no server has more. */
    private long openFiles() {
        int subjects = options.scenarios().size() * options.servers().size() + (options.floor() ? 1 : 0);
        return (long) subjects * options.mostConnections() + OTHER_FILES;
    }

    /** Measures all of them in many short turns, so that other load on the machine affects all alike. */
    private void round(int connections, int round, Backends backends) throws IOException, InterruptedException {
        Deque<Closeable> open = new ArrayDeque<>();
        try {
            List<Session> sessions = new ArrayList<>();
            if (options.floor()) {
                Subject subject = Subject.floor(FOLDER);
                open.push(subject);
                subject.awaitReady();
                Session session = Session.floor(options, backends, connections, subject);
                open.push(session);
                sessions.add(session);
            }
            for (Contestant contestant : contestants) {
                Subject subject = Subject.trunkline(options, contestant, FOLDER);
                open.push(subject);
                subject.awaitReady();
                Session session = Session.trunkline(options, contestant, connections, subject);
                open.push(session);
                sessions.add(session);
            }
            for (Session session : sessions) {
                session.warmUp();
            }
            long events = options.events(connections);
            for (int turn = 0; turn < TURNS; turn++) {
                // The turns add up to the number of events, whatever it is.
                int more = (int) (events * (turn + 1) / TURNS - events * turn / TURNS);
                for (Session session : sessions) {
                    session.measure(more);
                }
            }
            for (Session session : sessions) {
                Figures.Part part = session.finish(round);
                System.out.print(Figures.row(part));
                write(part);
                parts.computeIfAbsent(connections, first -> new LinkedHashMap<>())
                        .computeIfAbsent(part.name(), first -> new ArrayList<>())
                        .add(part);
            }
        } finally {
            for (Closeable closeable : open) {
                closeable.close();
            }
        }
    }

    /** Adds the part to the results, with its load and its server by name. */
    private void write(Figures.Part part) throws IOException {
        for (Contestant contestant : contestants) {
            if (contestant.name().equals(part.name())) {
                part.writeTo(results, load(contestant.scenario(), part.connections()), kind(contestant));
            }
        }
    }

    /** What the server is, with its number if there are several of the kind. */
    private String kind(Contestant contestant) {
        String kind = ConnectServer.nameOf(contestant.server());
        long same = options.servers().stream()
                .filter(server -> ConnectServer.nameOf(server).equals(kind))
                .count();
        return same > 1 ? kind + contestant.suffix() : kind;
    }

    private String load(Scenario scenario, int connections) {
        return scenario.name()
                + (options.webSocket() ? " websocket " : " sse ")
                + connections
                + (scenario.filters() == null && scenario.eachItsOwnAccount() ? " accounts" : "")
                + (options.window() > 1 ? " window " + options.window() : "")
                + (options.singleMessages() > 0 ? " single messages " + options.singleMessages() : "")
                + (options.followers() > 1 ? " followers " + options.followers() : "");
    }

    private String conditions() {
        StringBuilder conditions = new StringBuilder();
        for (Scenario scenario : options.scenarios()) {
            conditions.append(String.format(
                    Locale.ROOT,
                    "%s over %s, %s%s%n",
                    scenario.name(),
                    options.webSocket() ? "WebSocket" : "SSE",
                    scenario.eachItsOwnAccount() ? "an account for each connection" : "one account",
                    described(scenario.filters())));
        }
        for (int connections : options.connections()) {
            conditions.append(String.format(
                    Locale.ROOT,
                    "%d connections: %d events of %d bytes after %d to warm up, %s%n",
                    connections,
                    options.events(connections),
                    options.bytes(),
                    options.warmup(connections),
                    options.singleMessages() > 0
                            ? "each a message to one account after another, " + options.singleMessages()
                                    + " in flight, a status to " + options.followers()
                            : options.window() + " in flight"));
        }
        return conditions
                .append(String.format(
                        Locale.ROOT,
                        "%s, Java %s, %s %s, %d cores%n",
                        options.servers(),
                        Runtime.version(),
                        System.getProperty("os.name"),
                        System.getProperty("os.version"),
                        Runtime.getRuntime().availableProcessors()))
                .toString();
    }

    private String described(@Nullable ViewerFilters filters) {
        if (filters == null) {
            return "";
        }
        String relationships = ", " + options.relationships() + " rows of each kind of relationship, " + options.foes()
                + " foes of each author";
        if (filters.perViewer() == 0) {
            return relationships;
        }
        return relationships + ", " + filters.perViewer() + " keyword filters for each viewer, "
                + (filters.matchEvery() == 0
                        ? "which never match"
                        : "which match for one viewer of " + filters.matchEvery());
    }
}

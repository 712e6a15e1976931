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

/** Measures what a delivery costs the server. See {@code src/bench/README.md}. */
final class Fanout {
    private static final Path FOLDER = Path.of("target", "bench");
    private static final String FLOOR = "floor";
    private static final int TURNS = 20;

    private final Options options;
    private final Map<String, List<Figures.Part>> parts = new LinkedHashMap<>();

    private Fanout(Options options) {
        this.options = options;
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
        watch(options);
        try {
            new Fanout(options).run();
        } catch (IOException | InterruptedException | RuntimeException e) {
            System.err.println("\nFAILED: " + e);
            System.exit(1);
        }
        System.exit(0);
    }

    private static void watch(Options options) {
        Thread watch = new Thread(() -> {
            try {
                Thread.sleep(options.limit().toMillis());
            } catch (InterruptedException e) {
                return;
            }
            System.err.println("\nFAILED: not done after " + options.limit().toSeconds() + " s (--limit)");
            System.exit(1);
        });
        watch.setDaemon(true);
        watch.start();
    }

    private void run() throws IOException, InterruptedException {
        for (Path server : options.servers()) {
            if (!Files.exists(server)) {
                throw new IOException("no server at " + server);
            }
        }
        System.out.print(conditions());
        System.out.print(Figures.heading());
        // A server has a Redis of its own, or each would get the events of all.
        List<Backends> backends = new ArrayList<>();
        try {
            for (int i = 0; i < Math.max(1, options.servers().size()); i++) {
                backends.add(Backends.start(options.connections(), options.accounts()));
            }
            for (int round = 1; round <= options.rounds(); round++) {
                round(round, backends);
            }
        } finally {
            for (Backends started : backends) {
                started.close();
            }
        }
        System.out.printf("%nmedian (min to max) of %d rounds%n", options.rounds());
        List<Figures.Part> floor = parts.get(FLOOR);
        parts.forEach((name, measured) -> {
            System.out.print(Figures.summary(name, measured));
            if (floor != null && !name.equals(FLOOR)) {
                System.out.print(Figures.ratio(name, measured, floor));
            }
        });
    }

    /** Measures all of them in many short turns, so that they share what else the machine does. */
    private void round(int round, List<Backends> backends) throws IOException, InterruptedException {
        Deque<Closeable> open = new ArrayDeque<>();
        try {
            List<Session> sessions = new ArrayList<>();
            if (options.floor()) {
                Subject subject = Subject.floor(FOLDER);
                open.push(subject);
                subject.awaitReady();
                sessions.add(Session.floor(options, backends.get(0), subject));
                open.push(sessions.get(0));
            }
            for (int i = 0; i < options.servers().size(); i++) {
                Subject subject = Subject.trunkline(options, i, FOLDER, backends.get(i));
                open.push(subject);
                subject.awaitReady();
                Session session = Session.trunkline(options, backends.get(i), subject);
                open.push(session);
                sessions.add(session);
            }
            for (Session session : sessions) {
                session.warmUp();
            }
            for (int turn = 0; turn < TURNS; turn++) {
                // Whatever the number, the turns come to it together.
                int events =
                        (int) ((long) options.events() * (turn + 1) / TURNS - (long) options.events() * turn / TURNS);
                for (Session session : sessions) {
                    session.measure(events);
                }
            }
            for (Session session : sessions) {
                Figures.Part part = session.finish(round);
                System.out.print(Figures.row(part));
                parts.computeIfAbsent(part.name(), first -> new ArrayList<>()).add(part);
            }
        } finally {
            for (Closeable closeable : open) {
                closeable.close();
            }
        }
    }

    private String conditions() {
        return String.format(
                Locale.ROOT,
                "stream %s over %s, %d connections of %d account(s), %d events of %d bytes after %d to warm up, %d in flight%n"
                        + "%s, Java %s, %s %s, %d cores%n",
                options.stream(),
                options.webSocket() ? "WebSocket" : "SSE",
                options.connections(),
                options.accounts(),
                options.events(),
                options.bytes(),
                options.warmup(),
                options.window(),
                options.servers(),
                Runtime.version(),
                System.getProperty("os.name"),
                System.getProperty("os.version"),
                Runtime.getRuntime().availableProcessors());
    }
}

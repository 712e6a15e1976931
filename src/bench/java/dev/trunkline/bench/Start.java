package dev.trunkline.bench;

import dev.trunkline.bench.StartFigures.Figure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Measures the time from the start of a process to its first healthy answer and to the first event that it delivers, and its
 * memory with and without streams. See {@code src/bench/README.md}.
 */
final class Start {
    private static final Path FOLDER = Path.of("target", "bench");

    private final StartOptions options;
    private final Map<StartCommand, StartFigures> measured = new LinkedHashMap<>();

    private Start(StartOptions options) {
        this.options = options;
    }

    /** Exits with 0 when everything was measured, with 1 when a process failed, with 2 for a wrong option. */
    public static void main(String... arguments) {
        StartOptions options;
        try {
            options = StartOptions.parse(arguments);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage() + "\n\n" + StartOptions.USAGE);
            System.exit(2);
            return;
        }
        try {
            new Start(options).run();
        } catch (IOException | InterruptedException | RuntimeException e) {
            System.err.println("\nFAILED: " + e);
            System.exit(1);
        }
        System.exit(0);
    }

    private void run() throws IOException, InterruptedException {
        System.out.printf(
                Locale.ROOT,
                "%d rounds, one start of each in turn; %s %s, %d cores%n%n",
                options.rounds(),
                System.getProperty("os.name"),
                System.getProperty("os.version"),
                Runtime.getRuntime().availableProcessors());
        options.bare().ifPresent(bare -> measured.put(bare, new StartFigures()));
        options.parts().forEach(part -> measured.put(part, new StartFigures()));
        options.contestants().forEach(contestant -> measured.put(contestant, new StartFigures()));
        try (Backends backends = Backends.start(
                Scenario.of(Scenario.PUBLIC, true, ViewerFilters.NONE), Options.parse(options.viewers()))) {
            for (int round = 0; round <= options.rounds(); round++) {
                for (Map.Entry<StartCommand, StartFigures> contestant : measured.entrySet()) {
                    // The first round brings the files into the page cache and does not count.
                    StartFigures figures = round == 0 ? new StartFigures() : contestant.getValue();
                    start(contestant.getKey(), backends, figures);
                    if (options.contestants().contains(contestant.getKey())) {
                        firstEvent(contestant.getKey(), backends, figures);
                    }
                }
            }
            for (StartCommand contestant : options.contestants()) {
                for (int streams : options.streams()) {
                    withStreams(contestant, backends, streams);
                }
            }
        }
        print();
    }

    private static Subject launch(StartCommand contestant, Backends backends) throws IOException {
        return Subject.trunkline(contestant, backends, FOLDER);
    }

    private static void start(StartCommand contestant, Backends backends, StartFigures figures)
            throws IOException, InterruptedException {
        try (Subject subject = launch(contestant, backends)) {
            figures.add(Figure.HEALTHY, FirstAnswer.healthy(subject));
            figures.add(Figure.CPU, Kernel.preciseCpu(subject.pid()) / 1e6);
            figures.add(Figure.FAULTS, (double) Kernel.minorFaults(subject.pid()));
            // Until work that follows the first answer is done.
            Thread.sleep(2_000);
            figures.add(Figure.IDLE, Kernel.resident(subject.pid()) / 1024.0);
            figures.add(Figure.ANONYMOUS, Kernel.anonymous(subject.pid()) / 1024.0);
        }
    }

    private static void firstEvent(StartCommand contestant, Backends backends, StartFigures figures)
            throws IOException, InterruptedException {
        try (Subject subject = launch(contestant, backends)) {
            figures.add(Figure.EVENT, FirstAnswer.event(subject, backends.redisPort()));
        }
    }

    private void withStreams(StartCommand contestant, Backends backends, int streams)
            throws IOException, InterruptedException {
        try (Subject subject = launch(contestant, backends);
                Client client =
                        new Client(new EventFlow(new Statuses(Statuses.LEAST_BYTES, 1, null, ViewerFilters.NONE), 1))) {
            subject.awaitReady();
            client.open(subject.port(), "/api/v1/streaming/public", backends.viewers(), streams, Asked.plain(false));
            Thread.sleep(2_000);
            figures(contestant).addWithStreams(Kernel.resident(subject.pid()) / 1024.0);
        }
    }

    private StartFigures figures(StartCommand contestant) {
        return measured.computeIfAbsent(contestant, missing -> new StartFigures());
    }

    private void print() {
        row("", StartFigures.heading(options.streams()));
        measured.forEach((contestant, figures) -> row(contestant.name(), figures.row()));
        options.bare().map(this::figures).ifPresent(bare -> {
            System.out.println("\ntimes bare");
            Stream.concat(options.parts().stream(), options.contestants().stream())
                    .forEach(server -> row(server.name(), figures(server).timesThoseOf(bare)));
        });
        System.out.println(
                "\nms from exec to the first healthy answer (median, least, most), to the first event of a stream"
                        + " (median),\nof CPU until the first healthy answer; minor page faults until then; MiB resident two"
                        + " seconds later, of that anonymous,\nand with so many idle streams");
    }

    private static void row(String name, String columns) {
        System.out.printf(Locale.ROOT, "%-12s%s%n", name, columns);
    }
}

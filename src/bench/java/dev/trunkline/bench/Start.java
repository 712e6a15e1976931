package dev.trunkline.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Measures the time from the start of a process to its first healthy answer and to the first event that it delivers, and its
 * memory with and without streams. See {@code src/bench/README.md}.
 */
final class Start {
    private static final Path FOLDER = Path.of("target", "bench");
    private static final String ROW = "%-12s %9s %9s %9s %9s %9s %9s %9s %9s%n";

    private final StartOptions options;
    private final Map<String, Times> measured = new LinkedHashMap<>();

    /** The figures of one contestant, round by round: ms, and KiB. */
    private record Times(
            List<Double> healthy,
            List<Double> firstEvent,
            List<Double> cpu,
            List<Double> idle,
            List<Double> idleAnonymous,
            Map<Integer, Double> withStreams) {
        Times() {
            this(
                    new ArrayList<>(),
                    new ArrayList<>(),
                    new ArrayList<>(),
                    new ArrayList<>(),
                    new ArrayList<>(),
                    new LinkedHashMap<>());
        }
    }

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
        options.contestants().keySet().forEach(name -> measured.put(name, new Times()));
        try (Backends backends = Backends.start(
                Scenario.of(Scenario.PUBLIC, true, ViewerFilters.NONE), Options.parse(options.viewers()))) {
            for (int round = 0; round <= options.rounds(); round++) {
                for (String name : measured.keySet()) {
                    // The first round brings the files into the page cache and does not count.
                    start(name, backends, round == 0 ? new Times() : times(name));
                }
            }
            for (String name : measured.keySet()) {
                for (int streams : options.streams()) {
                    withStreams(name, backends, streams);
                }
            }
        }
        print();
    }

    private Times times(String name) {
        return measured.computeIfAbsent(name, missing -> new Times());
    }

    private Subject launch(String name, Backends backends) throws IOException {
        return Subject.trunkline(name, options.contestants().getOrDefault(name, List.of()), backends, FOLDER);
    }

    private void start(String name, Backends backends, Times times) throws IOException, InterruptedException {
        try (Subject subject = launch(name, backends)) {
            times.healthy.add(FirstAnswer.healthy(subject));
            times.cpu.add(Kernel.cpu(subject.pid()).sum() / 1000.0);
            // Until work that follows the first answer is done.
            Thread.sleep(2_000);
            times.idle.add((double) Kernel.resident(subject.pid()));
            times.idleAnonymous.add((double) Kernel.anonymous(subject.pid()));
        }
        try (Subject subject = launch(name, backends)) {
            times.firstEvent.add(FirstAnswer.event(subject, backends.redisPort()));
        }
    }

    private void withStreams(String name, Backends backends, int streams) throws IOException, InterruptedException {
        try (Subject subject = launch(name, backends);
                Client client =
                        new Client(new EventFlow(new Statuses(Statuses.LEAST_BYTES, 1, null, ViewerFilters.NONE), 1))) {
            subject.awaitReady();
            client.open(subject.port(), "/api/v1/streaming/public", backends.viewers(), streams, Asked.plain(false));
            Thread.sleep(2_000);
            times(name).withStreams.put(streams, (double) Kernel.resident(subject.pid()));
        }
    }

    private void print() {
        List<Object> heading = new ArrayList<>(List.of("", "healthy", "least", "most", "event", "cpu", "idle", "anon"));
        StringBuilder streams = new StringBuilder();
        options.streams().forEach(count -> streams.append(String.format(Locale.ROOT, " %9d", count)));
        heading.add(streams);
        System.out.printf(Locale.ROOT, ROW, heading.toArray());
        measured.forEach((name, times) -> {
            double[] healthy = sorted(times.healthy);
            StringBuilder with = new StringBuilder();
            times.withStreams
                    .values()
                    .forEach(kib -> with.append(String.format(Locale.ROOT, " %9s", number(kib / 1024))));
            System.out.printf(
                    Locale.ROOT,
                    ROW,
                    name,
                    number(median(healthy)),
                    number(healthy[0]),
                    number(healthy[healthy.length - 1]),
                    number(median(sorted(times.firstEvent))),
                    number(median(sorted(times.cpu))),
                    number(median(sorted(times.idle)) / 1024),
                    number(median(sorted(times.idleAnonymous)) / 1024),
                    with);
        });
        System.out.println(
                "\nms from exec to the first healthy answer (median, least, most), to the first event of a stream"
                        + " (median),\nof CPU until the first healthy answer; MiB resident two seconds later, of that anonymous,"
                        + " and with so many idle streams");
    }

    private static double[] sorted(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    }

    private static double median(double... sorted) {
        return Arrays.stream(sorted).skip(sorted.length / 2).findFirst().orElse(Double.NaN);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}

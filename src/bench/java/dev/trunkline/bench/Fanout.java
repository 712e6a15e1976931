package dev.trunkline.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** Measures what a delivery costs the server. See {@code src/bench/README.md}. */
final class Fanout {
    private static final Path FOLDER = Path.of("target", "bench");

    private final Options options;
    private final List<Figures.Part> floors = new ArrayList<>();
    private final List<Figures.Part> servers = new ArrayList<>();

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
        if (options.trunkline() && !Files.exists(options.server())) {
            throw new IOException("no server at " + options.server());
        }
        System.out.printf(
                Locale.ROOT,
                "stream %s, %d connections of %d account(s), %d events of %d bytes after %d to warm up, %d in flight%n"
                        + "%s, Java %s, %s %s, %d cores%n",
                options.stream(),
                options.connections(),
                options.accounts(),
                options.events(),
                options.bytes(),
                options.warmup(),
                options.window(),
                options.server(),
                Runtime.version(),
                System.getProperty("os.name"),
                System.getProperty("os.version"),
                Runtime.getRuntime().availableProcessors());
        System.out.print(Figures.heading());
        try (Backends backends = Backends.start()) {
            Viewers viewers = Viewers.create(backends, options.connections(), options.accounts());
            for (int round = 1; round <= options.rounds(); round++) {
                if (options.floor()) {
                    floors.add(floor(round, backends));
                }
                if (options.trunkline()) {
                    servers.add(server(round, backends, viewers));
                }
            }
        }
        System.out.printf("%nmedian (min to max) of %d rounds%n", options.rounds());
        if (options.floor()) {
            System.out.print(Figures.summary("floor", floors));
        }
        if (options.trunkline()) {
            System.out.print(Figures.summary("trunkline", servers));
        }
        if (options.floor() && options.trunkline()) {
            System.out.print(Figures.ratio(servers, floors));
        }
    }

    private Figures.Part floor(int round, Backends backends) throws IOException, InterruptedException {
        try (Subject subject = Subject.floor(FOLDER)) {
            subject.awaitReady();
            List<String> tokens = Collections.nCopies(options.connections(), "none");
            return measure(subject, round, "/", tokens, backends, subject.port(), List.of("floor"));
        }
    }

    private Figures.Part server(int round, Backends backends, Viewers viewers)
            throws IOException, InterruptedException {
        try (Subject subject = Subject.trunkline(options, FOLDER, backends.redisUrl(), backends.databaseUrl())) {
            subject.awaitReady();
            List<String> channels =
                    options.stream().equals("user") ? viewers.homeChannels() : List.of("timeline:public");
            Figures.Part part = measure(
                    subject,
                    round,
                    "/api/v1/streaming/" + options.stream(),
                    viewers.tokens(),
                    backends,
                    backends.redisPort(),
                    channels);
            compareWithMetrics(subject);
            return part;
        }
    }

    /** The server's own count must be the client's: which also shows that the metrics were on. */
    private void compareWithMetrics(Subject subject) throws IOException {
        double expected = (double) options.connections() * (options.warmup() + options.events());
        double sent = subject.get("/metrics")
                .lines()
                .filter(line -> line.startsWith("messages_sent_total{") && line.contains("type=\"eventsource\""))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
        if (sent != expected) {
            throw new IOException(String.format(
                    Locale.ROOT, "trunkline: messages_sent_total is %.0f, and %.0f were received", sent, expected));
        }
    }

    private Figures.Part measure(
            Subject subject,
            int round,
            String path,
            List<String> tokens,
            Backends backends,
            int redisPort,
            List<String> channels)
            throws IOException {
        Statuses statuses = new Statuses(options.bytes(), options.window());
        try (Client client = new Client(statuses, options.window());
                Publisher publisher = new Publisher(redisPort, channels)) {
            final long started = Kernel.resident(subject.pid());
            client.open(subject.port(), path, tokens);
            final long open = Kernel.resident(subject.pid());
            client.run(options.warmup(), publisher);

            long self = ProcessHandle.current().pid();
            long bytes = client.wireBytes();
            long busy = Kernel.busy();
            long redis = backends.redisCpu();
            long postgres = backends.postgresCpu();
            Kernel.Cpu own = Kernel.cpu(self);
            Kernel.Cpu cpu = Kernel.cpu(subject.pid());
            long start = System.nanoTime();
            client.run(options.events(), publisher);
            long nanos = System.nanoTime() - start;
            cpu = Kernel.cpu(subject.pid()).since(cpu);
            own = Kernel.cpu(self).since(own);
            busy = Kernel.busy() - busy;
            redis = backends.redisCpu() - redis;
            postgres = backends.postgresCpu() - postgres;
            bytes = client.wireBytes() - bytes;

            client.check();
            Figures.Part part = new Figures.Part(
                    subject.name(),
                    round,
                    cpu,
                    options.connections(),
                    options.events(),
                    bytes,
                    nanos,
                    redis,
                    postgres,
                    busy - cpu.sum() - own.sum() - redis - postgres,
                    started,
                    open,
                    Kernel.resident(subject.pid()));
            System.out.print(Figures.row(part));
            return part;
        } catch (IOException e) {
            throw new IOException(
                    subject.name() + ": " + e.getMessage() + "; its log ends with\n" + subject.lastWords(), e);
        }
    }
}

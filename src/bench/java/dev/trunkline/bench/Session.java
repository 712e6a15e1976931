package dev.trunkline.bench;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** One measured process for one round, with its connections and what its measured part has used so far. */
final class Session implements Closeable {
    private final Options options;
    private final Backends backends;
    private final Subject subject;
    private final int connections;
    private final Client client;
    private final Publisher publisher;
    private final long ready;
    private final OptionalDouble liveBefore;
    private final long open;
    private Usage used = Usage.NONE;
    private long events;
    private long queries;
    private long wireBytes;

    private Session(
            Options options,
            Backends backends,
            Subject subject,
            int connections,
            @Nullable Scenario scenario,
            String path,
            int redisPort,
            List<String> channels)
            throws IOException, InterruptedException {
        this.options = options;
        this.backends = backends;
        this.subject = subject;
        this.connections = connections;
        this.liveBefore = liveHeap();
        this.ready = Kernel.resident(subject.pid());
        String label = options.webSocket() && scenario != null ? scenario.stream() : null;
        this.client = new Client(flow(options, connections, label, scenario == null ? null : scenario.filters()));
        try {
            client.open(
                    subject.port(),
                    path,
                    backends.viewers(),
                    connections,
                    scenario == null
                            ? Asked.plain(false)
                            : new Asked(options.webSocket(), scenario.ids(), scenario.compressed()));
            if (label != null) {
                awaitSubscriptions(label);
            }
            this.publisher = new Publisher(redisPort, channels);
        } catch (IOException e) {
            client.close();
            throw failed(e);
        }
        this.open = Kernel.resident(subject.pid());
    }

    private static Flow flow(
            Options options, int connections, @Nullable String label, @Nullable ViewerFilters filters) {
        if (options.singleMessages() > 0) {
            Statuses statuses = new Statuses(options.bytes(), connections, label, filters);
            return new MessageFlow(statuses, connections, options.singleMessages(), options.followers());
        }
        return new EventFlow(new Statuses(options.bytes(), options.window(), label, filters), options.window());
    }

    /** Opens all connections to a server. The caller closes the subject. */
    static Session trunkline(Options options, Contestant contestant, int connections, Subject subject)
            throws IOException, InterruptedException {
        Scenario scenario = contestant.scenario();
        Backends backends = contestant.backends();
        List<String> channels = scenario.stream().equals(Scenario.USER)
                ? backends.viewers().homeChannels(connections)
                : List.of("timeline:public");
        String path = "/api/v1/streaming" + (options.webSocket() ? "?stream=" : "/") + scenario.stream();
        return new Session(options, backends, subject, connections, scenario, path, backends.redisPort(), channels);
    }

    /** Opens all connections to the floor, to which events are published directly. */
    static Session floor(Options options, Backends backends, int connections, Subject subject)
            throws IOException, InterruptedException {
        return new Session(options, backends, subject, connections, null, "/", subject.port(), List.of("floor"));
    }

    void warmUp() throws IOException {
        run(options.warmup(connections));
    }

    /** Continues the measured part with that many events. */
    void measure(int more) throws IOException {
        long queriesBefore = backends.queries();
        long bytesBefore = client.wireBytes();
        Usage before = Usage.now(subject.pid(), backends);
        run(more);
        used = used.plus(Usage.now(subject.pid(), backends).minus(before));
        queries += backends.queries() - queriesBefore;
        wireBytes += client.wireBytes() - bytesBefore;
        events += more;
    }

    /** The figures, if every connection has received what it should. */
    Figures.Part finish(int round) throws IOException, InterruptedException {
        try {
            client.check();
            if (subject.hasMetrics()) {
                compareWithMetrics();
            }
        } catch (IOException e) {
            throw failed(e);
        }
        long after = Kernel.resident(subject.pid());
        double live = liveHeap().orElse(Double.NaN) - liveBefore.orElse(Double.NaN);
        return new Figures.Part(
                subject.name(), connections, round, events, used, queries, wireBytes, ready, open, after, live);
    }

    /** A collection of garbage before the measurement is part of it for all or for none. */
    private OptionalDouble liveHeap() throws IOException, InterruptedException {
        return options.compression() && subject.hasMetrics()
                ? LiveHeap.bytes(OptionalLong.of(subject.pid()))
                : OptionalDouble.empty();
    }

    private void run(int more) throws IOException {
        try {
            client.run(more, publisher);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /** Compares the server's own count with the client's, which also shows that its metrics are on. */
    private void compareWithMetrics() throws IOException {
        double expected = (double) connections * (options.warmup(connections) + events);
        double sent = subject.get("/metrics")
                .lines()
                .filter(line -> line.startsWith("messages_sent_total{") && line.contains(type()))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
        if (sent != expected) {
            throw new IOException(
                    String.format(Locale.ROOT, "messages_sent_total is %.0f, and %.0f were received", sent, expected));
        }
    }

    private String type() {
        return options.webSocket() ? "type=\"websocket\"" : "type=\"eventsource\"";
    }

    /** A WebSocket does not show when its subscription is open, so the server's gauge is read. */
    private void awaitSubscriptions(String stream) throws IOException {
        String gauge = "connected_channels{channel=\"" + stream + "\",type=\"websocket\"} ";
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!subject.get("/metrics").contains(gauge + connections + ".0")) {
            if (System.nanoTime() > end) {
                throw new IOException("not all sockets are subscribed after 30 s");
            }
        }
    }

    private IOException failed(IOException e) throws IOException {
        return new IOException(
                subject.name() + ": " + e.getMessage() + "; its log ends with\n" + subject.lastWords(), e);
    }

    @Override
    public void close() throws IOException {
        publisher.close();
        client.close();
    }
}

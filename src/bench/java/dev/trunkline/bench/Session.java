package dev.trunkline.bench;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One process under measurement for one round, its connections, and what its measured part has used so far. */
final class Session implements Closeable {
    private final Options options;
    private final Backends backends;
    private final Subject subject;
    private final int connections;
    private final Client client;
    private final Publisher publisher;
    private final long ready;
    private final long open;
    private Usage used = Usage.NONE;
    private long events;
    private long queries;

    private Session(
            Options options,
            Backends backends,
            Subject subject,
            int connections,
            @Nullable Scenario scenario,
            String path,
            int redisPort,
            List<String> channels)
            throws IOException {
        this.options = options;
        this.backends = backends;
        this.subject = subject;
        this.connections = connections;
        this.ready = Kernel.resident(subject.pid());
        String label = options.webSocket() && scenario != null ? scenario.stream() : null;
        Statuses statuses =
                new Statuses(options.bytes(), options.window(), label, scenario == null ? null : scenario.filters());
        this.client = new Client(statuses, options.window());
        try {
            client.open(subject.port(), path, backends.viewers(), connections, label != null);
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

    /** All connections of a server, open. The subject stays the caller's to close. */
    static Session trunkline(Options options, Contestant contestant, int connections, Subject subject)
            throws IOException {
        Scenario scenario = contestant.scenario();
        Backends backends = contestant.backends();
        List<String> channels = scenario.stream().equals(Scenario.USER)
                ? backends.viewers().homeChannels(connections)
                : List.of("timeline:public");
        String path = "/api/v1/streaming" + (options.webSocket() ? "?stream=" : "/") + scenario.stream();
        return new Session(options, backends, subject, connections, scenario, path, backends.redisPort(), channels);
    }

    /** Likewise of the floor, which takes what is published itself. */
    static Session floor(Options options, Backends backends, int connections, Subject subject) throws IOException {
        return new Session(options, backends, subject, connections, null, "/", subject.port(), List.of("floor"));
    }

    void warmUp() throws IOException {
        run(options.warmup(connections));
    }

    /** Goes on with the measured part by that many events. */
    void measure(int more) throws IOException {
        long queriesBefore = backends.queries();
        Usage before = Usage.now(subject.pid(), backends);
        run(more);
        used = used.plus(Usage.now(subject.pid(), backends).minus(before));
        queries += backends.queries() - queriesBefore;
        events += more;
    }

    /** What was measured, if every connection has received what it had to. */
    Figures.Part finish(int round) throws IOException {
        try {
            client.check();
            if (subject.hasMetrics()) {
                compareWithMetrics();
            }
        } catch (IOException e) {
            throw failed(e);
        }
        return new Figures.Part(
                subject.name(), connections, round, events, used, queries, ready, open, Kernel.resident(subject.pid()));
    }

    private void run(int more) throws IOException {
        try {
            client.run(more, publisher);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /** The server's own count must be the client's: which also shows that its metrics were on. */
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

    /** A socket says nothing when its subscription is open, so that the server's gauge is asked. */
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

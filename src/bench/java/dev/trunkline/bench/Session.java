package dev.trunkline.bench;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** One process under measurement for one round, its connections, and what its measured part has used so far. */
final class Session implements Closeable {
    private final Options options;
    private final Backends backends;
    private final Subject subject;
    private final Client client;
    private final Publisher publisher;
    private final long ready;
    private final long open;
    private Usage used = Usage.NONE;
    private long events;

    private Session(
            Options options,
            Backends backends,
            Subject subject,
            String path,
            List<String> tokens,
            int redisPort,
            List<String> channels)
            throws IOException {
        this.options = options;
        this.backends = backends;
        this.subject = subject;
        this.ready = Kernel.resident(subject.pid());
        boolean webSocket = options.webSocket() && subject.hasMetrics();
        Statuses statuses = new Statuses(options.bytes(), options.window(), webSocket ? options.stream() : null);
        this.client = new Client(statuses, options.window());
        try {
            client.open(subject.port(), path, tokens, webSocket);
            if (webSocket) {
                awaitSubscriptions();
            }
            this.publisher = new Publisher(redisPort, channels);
        } catch (IOException e) {
            client.close();
            throw failed(e);
        }
        this.open = Kernel.resident(subject.pid());
    }

    /** All connections of a server, open. The subject stays the caller's to close. */
    static Session trunkline(Options options, Backends backends, Subject subject) throws IOException {
        Viewers viewers = backends.viewers();
        List<String> channels = options.stream().equals("user") ? viewers.homeChannels() : List.of("timeline:public");
        String path = "/api/v1/streaming" + (options.webSocket() ? "?stream=" : "/") + options.stream();
        return new Session(options, backends, subject, path, viewers.tokens(), backends.redisPort(), channels);
    }

    /** Likewise of the floor, which takes what is published itself. */
    static Session floor(Options options, Backends backends, Subject subject) throws IOException {
        List<String> tokens = backends.viewers().tokens();
        return new Session(options, backends, subject, "/", tokens, subject.port(), List.of("floor"));
    }

    void warmUp() throws IOException {
        run(options.warmup());
    }

    /** Goes on with the measured part by that many events. */
    void measure(int more) throws IOException {
        Usage before = Usage.now(subject.pid(), backends);
        run(more);
        used = used.plus(Usage.now(subject.pid(), backends).minus(before));
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
                subject.name(),
                round,
                options.connections() * events,
                used,
                ready,
                open,
                Kernel.resident(subject.pid()));
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
        double expected = (double) options.connections() * (options.warmup() + events);
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
    private void awaitSubscriptions() throws IOException {
        String gauge = "connected_channels{channel=\"" + options.stream() + "\",type=\"websocket\"} ";
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!subject.get("/metrics").contains(gauge + options.connections() + ".0")) {
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

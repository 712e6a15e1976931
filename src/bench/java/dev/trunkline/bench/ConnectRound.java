package dev.trunkline.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;

/** One round of one server: connections are opened, held and closed again. */
final class ConnectRound {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final ConnectOptions options;
    private final Measured server;
    private final OpeningLoad load;
    private final Quiet quiet;
    private final Map<String, Integer> failures = new TreeMap<>();
    private OptionalDouble others = OptionalDouble.empty();
    private final Set<String> notes = new LinkedHashSet<>();

    ConnectRound(ConnectOptions options, Measured server, OpeningLoad load) {
        this.options = options;
        this.server = server;
        this.load = load;
        this.quiet = new Quiet(server.pid(), options.settle());
    }

    /** Fails if the server does; connections that fail are in the figures. */
    ConnectFigures run(int round) throws IOException, InterruptedException {
        try {
            return measured(round);
        } catch (IOException e) {
            throw server.failed(e);
        }
    }

    private ConnectFigures measured(int round) throws IOException, InterruptedException {
        double ready = resident();
        others = server.connectedClients();
        warmUp();
        try (ConnectClient client = new ConnectClient(server, options.path(load.webSocket()), load)) {
            awaitQuiet(client, "before");
            double liveBefore = live();
            Costs before = server.costs();
            double seconds = client.open(0);
            awaitQuiet(client, "after opening");
            Costs opening = server.costs().minus(before);
            if (client.opened() == 0) {
                throw new IOException("no connection could be opened: " + client.failures());
            }
            expectClients(client, client.connected());
            double open = resident();
            double live = live();
            double collected = resident();
            awaitQuiet(client, "before closing");
            Costs held = server.costs();
            client.closeAll();
            awaitQuiet(client, "after closing");
            Costs closing = server.costs().minus(held);
            expectClients(client, 0);
            client.failures().forEach((why, count) -> failures.merge(why, count, Integer::sum));
            return new ConnectFigures(
                    server.name(),
                    load,
                    round,
                    client.opened(),
                    failures,
                    List.copyOf(notes),
                    seconds,
                    client.firstByte(),
                    opening,
                    closing,
                    ready,
                    open,
                    collected,
                    liveBefore,
                    live);
        }
    }

    private void warmUp() throws IOException {
        if (options.warm() == 0) {
            return;
        }
        OpeningLoad warm = new OpeningLoad(load.webSocket(), options.warm(), 0, options.inFlight());
        try (ConnectClient client = new ConnectClient(server, options.path(load.webSocket()), warm)) {
            client.open(load.connections());
            client.closeAll();
            expectClients(client, 0);
            client.failures().forEach((why, count) -> failures.merge(why + " (--warm)", count, Integer::sum));
        }
    }

    private void awaitQuiet(ConnectClient client, String when) throws IOException {
        if (!quiet.await(client)) {
            notes.add("not idle " + options.settle().toSeconds() + " s " + when);
        }
    }

    /** Waits until the server's own count shows so many connections of ours. */
    private void expectClients(ConnectClient client, int count) throws IOException {
        if (others.isEmpty()) {
            notes.add("no connected_clients in /metrics: whether the server has and forgets all is not checked");
            return;
        }
        double expected = others.getAsDouble() + count;
        long end = System.nanoTime() + PATIENCE.toNanos();
        OptionalDouble clients = server.connectedClients();
        while (clients.isEmpty() || clients.getAsDouble() != expected) {
            if (System.nanoTime() > end) {
                throw new IOException("connected_clients is " + clients + " and not " + expected);
            }
            client.turn(500);
            clients = server.connectedClients();
        }
    }

    private double resident() throws IOException {
        return server.pid().isPresent() ? Kernel.resident(server.pid().getAsLong()) : Double.NaN;
    }

    private double live() throws IOException, InterruptedException {
        return LiveHeap.bytes(server.pid()).orElse(Double.NaN);
    }
}

package dev.trunkline.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Measures what it costs when all clients of one process come back to another that does not know what they have missed. See {@code
 * src/bench/README.md}.
 */
final class ResumeBenchmark {
    private static final String USAGE = """
            src/bench/resume [--no-build] [option value]…
              --stream public|user   (public)
              --connections N        clients, each with an account of its own, 1 to 15000 (5000)
              --missed M             events that each has missed, 1 to 100 (10)
              --rounds R             1 to 20 (3)
              --server PATH          a runnable jar or an executable (target/quarkus-app/quarkus-run.jar)
            """;

    private static final Duration LIMIT = Duration.ofMinutes(20);
    private static final int BYTES = 3072;
    private static final Path FOLDER = Path.of("target", "bench");

    private final String stream;
    private final int connections;
    private final int missed;
    private final Path server;

    private ResumeBenchmark(String stream, int connections, int missed, Path server) {
        this.stream = stream;
        this.connections = connections;
        this.missed = missed;
        this.server = server;
    }

    /** Exits with 0 when everybody has got everything, with 1 when one has not, with 2 for a wrong option. */
    public static void main(String... arguments) {
        String stream = "public";
        int connections = 5_000;
        int missed = 10;
        int rounds = 3;
        Path server = Path.of("target/quarkus-app/quarkus-run.jar");
        try {
            for (int i = 0; i < arguments.length; i += 2) {
                if (i + 1 == arguments.length) {
                    throw new IllegalArgumentException(arguments[i] + " needs a value");
                }
                String name = arguments[i];
                String value = arguments[i + 1];
                switch (name) {
                    case "--stream" -> stream = Options.choice(name, value, List.of("public", "user"));
                    case "--connections" -> connections = Options.number(name, value, 1, 15_000);
                    case "--missed" -> missed = Options.number(name, value, 1, 100);
                    case "--rounds" -> rounds = Options.number(name, value, 1, 20);
                    case "--server" -> server = Path.of(value);
                    default -> throw new IllegalArgumentException("unknown option " + name);
                }
            }
        } catch (IllegalArgumentException wrong) {
            System.err.println(wrong.getMessage() + "\n\n" + USAGE);
            System.exit(2);
        }
        TimeLimit.start(LIMIT);
        try {
            new ResumeBenchmark(stream, connections, missed, server).run(rounds);
        } catch (IOException | InterruptedException | RuntimeException e) {
            System.err.println("\nFAILED: " + e);
            System.exit(1);
        }
        System.exit(0);
    }

    private void run(int rounds) throws IOException, InterruptedException {
        boolean user = stream.equals("user");
        Scenario scenario = Scenario.of(user ? Scenario.USER : Scenario.PUBLIC, true, ViewerFilters.NONE);
        System.out.printf(
                Locale.ROOT,
                "%s, %d clients, %d events missed, %s%nms of CPU for each client: of the server that they come to, of the one that"
                        + " they left, PostgreSQL, Redis; s until all have everything; MiB resident of the first at its end%n",
                stream,
                connections,
                missed,
                server);
        try (Backends backends = Backends.start(scenario, connections, 0, 0)) {
            for (int round = 1; round <= rounds; round++) {
                measure("without ids", round, backends, user, false);
                measure("with ids", round, backends, user, true);
            }
        }
    }

    private void measure(String name, int round, Backends backends, boolean user, boolean ids)
            throws IOException, InterruptedException {
        List<String> command = ServerCommand.of(server, null, null);
        List<String> channels = user ? backends.viewers().homeChannels(connections) : List.of("timeline:public");
        byte[][] messages = Statuses.messages(BYTES, missed + 1);
        try (Subject former = Subject.trunkline("former", command, backends, FOLDER);
                Subject next = Subject.trunkline("next", command, backends, FOLDER);
                Publisher publisher = Publisher.toAnybody(backends.redisPort(), channels)) {
            former.awaitReady();
            next.awaitReady();
            List<String> lastIds = leave(former, publisher, messages[0], ids);
            for (byte[] message : Arrays.asList(messages).subList(1, messages.length)) {
                publisher.publish(message);
                taken(former.pid());
            }
            Usage before = Usage.now(next.pid(), backends);
            long formerBefore = Kernel.cpu(former.pid()).sum();
            long begun = System.nanoTime();
            try (ComingBack back = new ComingBack(next.port(), "/api/v1/streaming/" + stream)) {
                back.open(connections, ids, lastIds);
                if (ids) {
                    back.await((long) connections * missed);
                }
                double seconds = (System.nanoTime() - begun) / 1e9;
                settle(back, next.pid());
                Usage used = Usage.now(next.pid(), backends).minus(before);
                System.out.printf(
                        Locale.ROOT,
                        "%-12s %2d  server %.3f  former %.3f  postgres %.3f  redis %.3f  seconds %.1f  resident %.0f%n",
                        name,
                        round,
                        (used.cpu().user() + used.cpu().kernel()) / 1000.0 / connections,
                        (Kernel.cpu(former.pid()).sum() - formerBefore) / 1000.0 / connections,
                        used.postgres() / 1000.0 / connections,
                        used.redis() / 1000.0 / connections,
                        seconds,
                        Kernel.resident(next.pid()) / 1024.0);
                check(back, ids);
            }
        }
    }

    private void check(ComingBack back, boolean ids) throws IOException {
        if (back.gaps() > 0 || (ids && back.events() != (long) connections * missed)) {
            throw new IOException(back.gaps() + " clients were told of a gap, and " + back.events() + " events came");
        }
    }

    /** All clients open their streams at the first server, get an event and are gone. */
    private @Nullable List<String> leave(Subject former, Publisher publisher, byte[] message, boolean ids)
            throws IOException {
        try (ComingBack clients = new ComingBack(former.port(), "/api/v1/streaming/" + stream)) {
            clients.open(connections, ids, null);
            publisher.publish(message);
            clients.await(connections);
            return ids ? new ArrayList<>(clients.lastIds()) : null;
        }
    }

    /** Waits until the server has read what was published: Redis gives up subscribers that are 32 MiB behind. */
    private static void taken(long pid) throws IOException, InterruptedException {
        for (long before = Kernel.cpu(pid).sum(), after; ; before = after) {
            Thread.sleep(100);
            after = Kernel.cpu(pid).sum();
            if (after - before <= 20_000) {
                return;
            }
        }
    }

    /** Waits until the server has nothing more to do. */
    private static void settle(ComingBack clients, long pid) throws IOException {
        for (int quiet = 0; quiet < 2; ) {
            long before = Kernel.cpu(pid).sum();
            long end = System.nanoTime() + Duration.ofMillis(500).toNanos();
            while (System.nanoTime() < end) {
                clients.turn(50);
            }
            quiet = Kernel.cpu(pid).sum() - before <= 20_000 ? quiet + 1 : 0;
        }
    }
}

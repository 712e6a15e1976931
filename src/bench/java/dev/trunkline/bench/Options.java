package dev.trunkline.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the command line asks for. Every count has a bound, so that a slip of the keyboard ends too. */
record Options(
        String stream,
        boolean webSocket,
        boolean eachItsOwnAccount,
        int connections,
        int events,
        int warmup,
        int bytes,
        int window,
        int rounds,
        List<Path> servers,
        List<String> javaOptions,
        boolean floor,
        Duration limit) {

    static final String USAGE = """
            src/bench/fanout [--no-build] [option value]…
              --stream public|user   what the connections listen to (public)
              --transport sse|websocket   how they listen (sse)
              --accounts one|each    one account for all connections, or one for each (public: each, user: one)
              --connections N        open connections, 1 to 20000 (1000)
              --events M             events of the measured part, 1 to 1000000 (2000)
              --warmup M             events before it, 0 to 1000000 (1000)
              --bytes B              size of a status, 512 to 65536 (3072)
              --window K             events in flight, 1 to 16; 1 waits until all have the last one (1)
              --rounds R             rounds of floor and server in alternation, 1 to 50 (3)
              --server PATH          a runnable jar or an executable (target/quarkus-app/quarkus-run.jar); several are
                                     compared with each other; "none" measures the floor alone
              --java-options "…"     options for the server's JVM, separated by spaces
              --floor yes|no         measure the floor too (yes)
              --limit SECONDS        give up after this time, 10 to 7200 (1200)
            """;

    /** The bytes of one event for all channels of a window: Redis drops a subscriber that is 32 MB behind. */
    private static final int REDIS_BOUND = 16 << 20;

    static Options parse(String... arguments) {
        String stream = "public";
        boolean webSocket = false;
        @Nullable Boolean each = null;
        int connections = 1000;
        int events = 2000;
        int warmup = 1000;
        int bytes = 3072;
        int window = 1;
        int rounds = 3;
        List<Path> servers = new ArrayList<>();
        boolean none = false;
        List<String> javaOptions = List.of();
        boolean floor = true;
        int limit = 1200;
        for (int i = 0; i < arguments.length; i += 2) {
            String name = arguments[i];
            if (i + 1 == arguments.length) {
                throw new IllegalArgumentException(name + " needs a value");
            }
            String value = arguments[i + 1];
            switch (name) {
                case "--stream" -> stream = choice(name, value, List.of("public", "user"));
                case "--transport" ->
                    webSocket = choice(name, value, List.of("sse", "websocket")).equals("websocket");
                case "--accounts" ->
                    each = choice(name, value, List.of("one", "each")).equals("each");
                case "--connections" -> connections = number(name, value, 1, 20_000);
                case "--events" -> events = number(name, value, 1, 1_000_000);
                case "--warmup" -> warmup = number(name, value, 0, 1_000_000);
                case "--bytes" -> bytes = number(name, value, 512, 65_536);
                case "--window" -> window = number(name, value, 1, 16);
                case "--rounds" -> rounds = number(name, value, 1, 50);
                case "--server" -> {
                    if (value.equals("none")) {
                        none = true;
                    } else {
                        servers.add(Path.of(value));
                    }
                }
                case "--java-options" -> javaOptions = List.of(value.strip().split("\\s+", -1));
                case "--floor" ->
                    floor = choice(name, value, List.of("yes", "no")).equals("yes");
                case "--limit" -> limit = number(name, value, 10, 7200);
                default -> throw new IllegalArgumentException("unknown option " + name);
            }
        }
        if (servers.isEmpty() && !none) {
            servers.add(Path.of("target/quarkus-app/quarkus-run.jar"));
        }
        boolean ownAccounts = each == null ? stream.equals("public") : each;
        if (stream.equals("user") && ownAccounts && (long) connections * bytes * window > REDIS_BOUND) {
            throw new IllegalArgumentException(
                    "connections × bytes × window is over 16 MiB: Redis would end its subscriber");
        }
        return new Options(
                stream,
                webSocket,
                ownAccounts,
                connections,
                events,
                warmup,
                bytes,
                window,
                rounds,
                List.copyOf(servers),
                javaOptions,
                floor,
                Duration.ofSeconds(limit));
    }

    private static String choice(String name, String value, List<String> choices) {
        if (!choices.contains(value)) {
            throw new IllegalArgumentException(name + " is one of " + choices + ", not " + value);
        }
        return value;
    }

    private static int number(String name, String value, int least, int most) {
        try {
            int number = Integer.parseInt(value);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Told below, as a number out of range is.
        }
        throw new IllegalArgumentException(name + " is a number from " + least + " to " + most + ", not " + value);
    }

    /** The number of accounts that the connections belong to. */
    int accounts() {
        return eachItsOwnAccount ? connections : 1;
    }
}

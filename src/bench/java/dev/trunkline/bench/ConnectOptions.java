package dev.trunkline.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The options of {@link ConnectBenchmark}.
 *
 * @param rates connections begun in a second; 0 for as many as {@code inFlight} allows
 * @param warm connections that are opened and closed again before those that count
 * @param javaOptions options in place of the unit's; null for those
 * @param tokens a file with a token in each line, for a server that runs already
 * @param csv a file for the results
 */
record ConnectOptions(
        List<ConnectServer> servers,
        String stream,
        List<Boolean> webSockets,
        List<Integer> connections,
        List<Integer> rates,
        int inFlight,
        int warm,
        int rounds,
        Duration settle,
        @Nullable List<String> javaOptions,
        OptionalLong pid,
        OptionalLong redisPid,
        OptionalLong postgresPid,
        @Nullable Path tokens,
        @Nullable Path csv,
        Duration limit) {

    static final String USAGE = """
            src/bench/connect [--no-build] [option value]…
              --server [NAME=]PATH   Trunkline's jar or executable (target/quarkus-app/quarkus-run.jar); several servers of
                                     any kind take turns
              --command "[NAME=]COMMAND"   starts any server that speaks the protocol; words separated by spaces, paths
                                     absolute; the variables are REDIS_URL, DATABASE_URL, BIND, PORT and NODE_ENV
              --base-url [NAME=]URL  one that runs already, at http://HOST:PORT; needs --tokens
              --tokens FILE          for it: a valid token in each line, as many as connections and --warm together
              --pid PID              its process, for CPU and memory; without it neither is told
              --redis-pid PID        the process of its Redis; --postgres-pid: the first process of its PostgreSQL
              --stream NAME          user, user:notification, public, public:local, public:remote or direct (user)
              --transport T,T        sse, websocket or both, one after the other (sse)
              --connections N,N…     open connections, each with an account and a token of its own, 1 to 60000 (10000)
              --rate R,R…            connections begun in a second, 0 to 20000; 0: all at once, as many as --in-flight
                                     allows (0)
              --in-flight K          connections that are begun and not open yet at rate 0, 1 to 1000 (256)
              --warm N               connections that are opened and closed before, with tokens of their own, 0 to 60000 (0)
              --rounds R             rounds of all servers in turns, 1 to 50 (1)
              --settle SECONDS       the longest wait until a server is idle, 1 to 300 (30)
              --java-options "…"     all options of Trunkline's JVM, separated by spaces (as in deploy/systemd)
              --csv FILE             writes the results to this file too
              --limit SECONDS        give up after this time, 10 to 7200 (1800)
            """;

    private static final int MOST = 60_000;
    private static final List<String> STREAMS =
            List.of("user", "user:notification", "public", "public:local", "public:remote", "direct");

    static ConnectOptions parse(String... arguments) {
        List<ConnectServer> servers = new ArrayList<>();
        String stream = "user";
        List<Boolean> webSockets = List.of(false);
        List<Integer> connections = List.of(10_000);
        List<Integer> rates = List.of(0);
        int inFlight = 256;
        int warm = 0;
        int rounds = 1;
        int settle = 30;
        @Nullable List<String> javaOptions = null;
        OptionalLong pid = OptionalLong.empty();
        OptionalLong redisPid = OptionalLong.empty();
        OptionalLong postgresPid = OptionalLong.empty();
        @Nullable Path tokens = null;
        @Nullable Path csv = null;
        int limit = 1800;
        for (int i = 0; i < arguments.length; i += 2) {
            String name = arguments[i];
            if (i + 1 == arguments.length) {
                throw new IllegalArgumentException(name + " needs a value");
            }
            String value = arguments[i + 1];
            switch (name) {
                case "--server" -> add(servers, ConnectServer.Kind.PATH, name, value);
                case "--command" -> add(servers, ConnectServer.Kind.COMMAND, name, value);
                case "--base-url" -> add(servers, ConnectServer.Kind.BASE_URL, name, value);
                case "--stream" -> stream = Options.choice(name, value, STREAMS);
                case "--transport" ->
                    webSockets = list(value)
                            .map(one -> Options.choice(name, one, List.of("sse", "websocket")))
                            .map("websocket"::equals)
                            .distinct()
                            .toList();
                case "--connections" -> connections = numbers(name, value, 1, MOST);
                case "--rate" -> rates = numbers(name, value, 0, 20_000);
                case "--in-flight" -> inFlight = Options.number(name, value, 1, 1000);
                case "--warm" -> warm = Options.number(name, value, 0, MOST);
                case "--rounds" -> rounds = Options.number(name, value, 1, 50);
                case "--settle" -> settle = Options.number(name, value, 1, 300);
                case "--java-options" -> javaOptions = List.of(value.strip().split("\\s+", -1));
                case "--pid" -> pid = process(name, value);
                case "--redis-pid" -> redisPid = process(name, value);
                case "--postgres-pid" -> postgresPid = process(name, value);
                case "--tokens" -> tokens = Path.of(value);
                case "--csv" -> csv = Path.of(value);
                case "--limit" -> limit = Options.number(name, value, 10, 7200);
                default -> throw new IllegalArgumentException("unknown option " + name);
            }
        }
        if (servers.isEmpty()) {
            add(servers, ConnectServer.Kind.PATH, "--server", "target/quarkus-app/quarkus-run.jar");
        }
        long running = servers.stream()
                .filter(server -> server.kind() == ConnectServer.Kind.BASE_URL)
                .count();
        if (running > 1) {
            throw new IllegalArgumentException("only one --base-url at a time");
        }
        if ((running == 1) != (tokens != null)) {
            throw new IllegalArgumentException(
                    running == 1
                            ? "--base-url needs --tokens"
                            : "--tokens needs --base-url: others get tokens of ours");
        }
        if (running == 0 && (pid.isPresent() || redisPid.isPresent() || postgresPid.isPresent())) {
            throw new IllegalArgumentException("--pid, --redis-pid and --postgres-pid need --base-url");
        }
        return new ConnectOptions(
                List.copyOf(servers),
                stream,
                webSockets,
                connections,
                rates,
                inFlight,
                warm,
                rounds,
                Duration.ofSeconds(settle),
                javaOptions,
                pid,
                redisPid,
                postgresPid,
                tokens,
                csv,
                Duration.ofSeconds(limit));
    }

    /** Names differ: a second server of the same name gets a number. */
    private static void add(List<ConnectServer> servers, ConnectServer.Kind kind, String option, String value) {
        ConnectServer server = ConnectServer.of(kind, option, value);
        String name = server.name();
        for (int number = 2; named(servers, name); number++) {
            name = server.name() + "-" + number;
        }
        servers.add(server.renamed(name));
    }

    private static boolean named(List<ConnectServer> servers, String name) {
        return servers.stream().anyMatch(server -> server.name().equals(name));
    }

    private static OptionalLong process(String name, String value) {
        return OptionalLong.of(Options.number(name, value, 1, Integer.MAX_VALUE));
    }

    private static Stream<String> list(String value) {
        return Stream.of(value.split(",", -1));
    }

    private static List<Integer> numbers(String name, String value, int least, int most) {
        return list(value)
                .map(one -> Options.number(name, one, least, most))
                .distinct()
                .toList();
    }

    int mostConnections() {
        return connections.stream().mapToInt(Integer::intValue).max().orElseThrow();
    }

    /** The number of tokens that a round can need. */
    int tokensNeeded() {
        return mostConnections() + warm;
    }

    /** Path and query of the request for the stream. */
    String path(boolean webSocket) {
        return "/api/v1/streaming" + (webSocket ? "?stream=" + stream : "/" + stream.replace(':', '/'));
    }
}

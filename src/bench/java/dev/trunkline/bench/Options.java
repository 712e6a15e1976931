package dev.trunkline.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The options of the command line. Every count has a bound, so that a typing error ends too. */
record Options(
        List<Scenario> scenarios,
        boolean webSocket,
        List<Integer> connections,
        int events,
        int warmup,
        int deliveries,
        int relationships,
        int foes,
        int bytes,
        int window,
        int singleMessages,
        int followers,
        int rounds,
        List<Path> servers,
        List<String> javaOptions,
        boolean floor,
        boolean compression,
        @Nullable Path csv,
        Duration limit) {

    static final String USAGE = """
            src/bench/fanout [--no-build] [option value]…
            src/bench/audience [--no-build] [option value]…   other defaults, in brackets
              --stream S,S…          the stream: public, user or public+filters, which is public with
                                     keyword filters; public+ids and user+ids, whose clients want ids;
                                     several are compared with each other (public)
                                     [user,public,public+filters]
              --transport sse|websocket   of the connections (sse)
              --accounts one|each    one account for all connections, or one for each (public: each, user: one)
              --keyword-filters K    of each viewer of public+filters, 1 to 50 (5)
              --match-every T        of so many viewers, one has a filter that matches a given status; 0 to 10000, 0: none
                                     (100)
              --relationships R      rows of each table of blocks and mutes, 0 to 1000000 (100000)
              --foes F               accounts without a connection that block and mute an author, 0 to 5000 (10)
              --connections N,N…     open connections, 1 to 20000; several are measured one after the other (1000)
                                     [1,100,1000,5000]
              --events M             events of the measured part, 1 to 1000000 (2000) [5000]
              --warmup M             events before it, 0 to 1000000 (1000) [2500]
              --deliveries D         with more connections than D / M, only so many events that they make D deliveries, and
                                     less to warm up in proportion, 1 to 1000000000 (1000000000) [1000000]
              --bytes B              size of a status, 2048 to 60000 (3072)
              --window K             events in flight, 1 to 16; 1 waits until all have the last one (1)
              --single-messages K    of user with --accounts each and no floor: instead of an event to all accounts at once, a
                                     message goes to one account after another, K in flight, 1 to 1000, at most one for
                                     each connection; an event of --events and --warmup is one for each account
              --followers F          with --single-messages: so many accounts one behind the other get the same status, as
                                     followers do, 1 to 20000 (1)
              --rounds R             rounds of floor and server in alternation, 1 to 50 (3) [1]
              --server PATH          a runnable jar or an executable (target/quarkus-app/quarkus-run.jar); several are
                                     compared with each other; "none" measures the floor alone
              --java-options "…"     options for the server's JVM, separated by spaces
              --floor yes|no         measure the floor too (yes) [no]
              --compression yes|no   measure each stream twice in turns, as it is and with clients that take compressed events,
                                     and the live heap; event streams only with ids, which those clients have; not
                                     public+filters (no)
              --csv FILE             writes the results to this file too
              --limit SECONDS        give up after this time, 10 to 7200 (1200)
            """;

    /** The most bytes that a window publishes on all channels: Redis drops a subscriber that is 32 MB behind. */
    private static final int REDIS_BOUND = 16 << 20;

    static Options parse(String... arguments) {
        List<String> streams = List.of(Scenario.PUBLIC);
        boolean webSocket = false;
        @Nullable Boolean each = null;
        int keywordFilters = 5;
        int matchEvery = 100;
        int relationships = 100_000;
        int foes = 10;
        List<Integer> connections = List.of(1000);
        int events = 2000;
        int warmup = 1000;
        int deliveries = 1_000_000_000;
        int bytes = 3072;
        int window = 1;
        int singleMessages = 0;
        int followers = 1;
        int rounds = 3;
        List<Path> servers = new ArrayList<>();
        boolean none = false;
        List<String> javaOptions = List.of();
        @Nullable Boolean floor = null;
        boolean compression = false;
        @Nullable Path csv = null;
        int limit = 1200;
        for (int i = 0; i < arguments.length; i += 2) {
            String name = arguments[i];
            if (i + 1 == arguments.length) {
                throw new IllegalArgumentException(name + " needs a value");
            }
            String value = arguments[i + 1];
            switch (name) {
                case "--stream" ->
                    streams = list(value)
                            .map(one -> choice(name, one, Scenario.NAMES))
                            .distinct()
                            .toList();
                case "--transport" ->
                    webSocket = choice(name, value, List.of("sse", "websocket")).equals("websocket");
                case "--accounts" ->
                    each = choice(name, value, List.of("one", "each")).equals("each");
                case "--keyword-filters" -> keywordFilters = number(name, value, 1, ViewerFilters.MAX_PER_VIEWER);
                case "--match-every" -> matchEvery = number(name, value, 0, 10_000);
                case "--relationships" -> relationships = number(name, value, 0, 1_000_000);
                case "--foes" -> foes = number(name, value, 0, Strangers.MAX_FOES);
                case "--connections" ->
                    connections = list(value)
                            .map(one -> number(name, one, 1, 20_000))
                            .distinct()
                            .toList();
                case "--events" -> events = number(name, value, 1, 1_000_000);
                case "--warmup" -> warmup = number(name, value, 0, 1_000_000);
                case "--deliveries" -> deliveries = number(name, value, 1, 1_000_000_000);
                case "--bytes" -> bytes = number(name, value, Statuses.LEAST_BYTES, 60_000);
                case "--window" -> window = number(name, value, 1, 16);
                case "--single-messages" -> singleMessages = number(name, value, 1, 1000);
                case "--followers" -> followers = number(name, value, 1, 20_000);
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
                case "--compression" ->
                    compression = choice(name, value, List.of("yes", "no")).equals("yes");
                case "--csv" -> csv = Path.of(value);
                case "--limit" -> limit = number(name, value, 10, 7200);
                default -> throw new IllegalArgumentException("unknown option " + name);
            }
        }
        if (servers.isEmpty() && !none) {
            servers.add(Path.of("target/quarkus-app/quarkus-run.jar"));
        }
        if (singleMessages > 0 && (Boolean.TRUE.equals(floor) || window > 1)) {
            throw new IllegalArgumentException("--single-messages goes with neither --floor nor --window");
        }
        if (followers > 1 && singleMessages == 0) {
            throw new IllegalArgumentException("--followers needs --single-messages");
        }
        if (singleMessages
                > connections.stream().mapToInt(Integer::intValue).min().orElseThrow()) {
            throw new IllegalArgumentException("--single-messages is at most --connections");
        }
        ViewerFilters filters = new ViewerFilters(keywordFilters, matchEvery);
        List<Scenario> scenarios = new ArrayList<>();
        for (String stream : streams) {
            boolean user = stream.equals(Scenario.USER) || stream.equals(Scenario.USER_IDS);
            if (webSocket && stream.endsWith("+ids")) {
                throw new IllegalArgumentException("ids are measured over --transport sse");
            }
            boolean ownAccounts = each == null ? !user : each;
            if (singleMessages > 0 && !(user && ownAccounts)) {
                throw new IllegalArgumentException("--single-messages needs --stream user --accounts each");
            }
            if (user && ownAccounts && singleMessages == 0 && (long) most(connections) * bytes * window > REDIS_BOUND) {
                throw new IllegalArgumentException(
                        "connections × bytes × window is over 16 MiB: Redis would end its subscriber");
            }
            Scenario scenario = Scenario.of(stream, ownAccounts, filters);
            scenarios.add(scenario);
            if (compression) {
                if (stream.equals(Scenario.FILTERED) || scenario.ids() == webSocket) {
                    throw new IllegalArgumentException("--compression is measured on user+ids and public+ids, or over"
                            + " WebSockets on user and public, not on " + stream);
                }
                scenarios.add(scenario.withCompression());
            }
        }
        return new Options(
                scenarios,
                webSocket,
                connections,
                events,
                warmup,
                deliveries,
                relationships,
                foes,
                bytes,
                window,
                singleMessages,
                followers,
                rounds,
                List.copyOf(servers),
                javaOptions,
                floor == null ? singleMessages == 0 : floor,
                compression,
                csv,
                Duration.ofSeconds(limit));
    }

    private static Stream<String> list(String value) {
        return Stream.of(value.split(",", -1));
    }

    /** One of the choices. */
    static String choice(String name, String value, List<String> choices) {
        if (!choices.contains(value)) {
            throw new IllegalArgumentException(name + " is one of " + choices + ", not " + value);
        }
        return value;
    }

    /** A number within bounds. */
    static int number(String name, String value, int least, int most) {
        try {
            int number = Integer.parseInt(value);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Reported below, like a number out of range.
        }
        throw new IllegalArgumentException(name + " is a number from " + least + " to " + most + ", not " + value);
    }

    private static int most(List<Integer> connections) {
        return connections.stream().mapToInt(Integer::intValue).max().orElseThrow();
    }

    /** The largest number of connections to one server. */
    int mostConnections() {
        return most(connections);
    }

    /** The number of events of the measured part with that many connections. */
    int events(int connections) {
        return Math.min(events, Math.max(1, deliveries / connections));
    }

    /** The number of events before the measured part. */
    int warmup(int connections) {
        return (int) ((long) warmup * events(connections) / events);
    }
}

package dev.trunkline.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The options of {@link HostileBenchmark}.
 *
 * @param memory the heap, as in {@code -Xmx}; null for what the unit says
 * @param settings variables of the server
 */
record HostileOptions(
        List<Attack> attacks,
        List<Path> servers,
        @Nullable String memory,
        @Nullable List<String> javaOptions,
        Map<String, String> settings,
        boolean small,
        Duration limit) {

    static final String USAGE = """
            src/bench/hostile [--no-build] [SCENARIO…] [option value]…
              slow-readers           1,000 event streams of one account that never read
              slow-sockets           the same with WebSockets
              slow-accounts          2,000 event streams of 2,000 accounts that never read
              invalid-tokens         5,000 connections with invalid tokens at a time, from one address
              keywords               300,000 keywords of 512 characters of one account
              filters                100,000 filters of one account that reconnects all the time
              burst                  20,000 public statuses at once
              reconnects             2,000 viewers who open a stream within two seconds, again and again
                                     (all of these)
              --server PATH          a runnable jar or an executable (target/quarkus-app/quarkus-run.jar); several are
                                     attacked one after the other
              --memory SIZE          the server's -Xmx, such as 128m (as in deploy/systemd)
              --java-options "…"     all options of the server's JVM, separated by spaces (as in deploy/systemd)
              --rate N               new connections in a second of invalid-tokens, 10 to 20000 (2500); client and server
                                     share the machine's cores
              --account-limits on|off    whether the server's own limits of connections and subscriptions for an account hold
                                     (off)
              --setting NAME=VALUE   a further variable of the server; may be given several times
              --small                a fiftieth of everything, in seconds: tests the benchmark, not the server
              --limit SECONDS        give up after this time, 10 to 7200 (3600)
            """;

    /** More than any attack opens. */
    private static final Map<String, String> NO_ACCOUNT_LIMITS = Map.of(
            "TRUNKLINE_LIMITS_CONNECTIONS_PER_ACCOUNT",
            "1000000",
            "TRUNKLINE_LIMITS_SUBSCRIPTIONS_PER_MINUTE",
            "1000000");

    static HostileOptions parse(String... arguments) {
        List<String> names = new ArrayList<>();
        List<Path> servers = new ArrayList<>();
        @Nullable String memory = null;
        @Nullable List<String> javaOptions = null;
        Map<String, String> settings = new LinkedHashMap<>();
        boolean accountLimits = false;
        int rate = 2500;
        boolean small = false;
        int limit = 3600;
        for (int i = 0; i < arguments.length; i++) {
            String name = arguments[i];
            if (!name.startsWith("--")) {
                names.add(name);
                continue;
            }
            if (name.equals("--small")) {
                small = true;
                continue;
            }
            if (++i == arguments.length) {
                throw new IllegalArgumentException(name + " needs a value");
            }
            String value = arguments[i];
            switch (name) {
                case "--server" -> servers.add(Path.of(value));
                case "--memory" -> {
                    if (!value.matches("[1-9]\\d{0,5}[kmg]")) {
                        throw new IllegalArgumentException(name + " is a size such as 128m, not " + value);
                    }
                    memory = value;
                }
                case "--java-options" -> javaOptions = List.of(value.strip().split("\\s+", -1));
                case "--rate" -> rate = Options.number(name, value, 10, 20_000);
                case "--account-limits" ->
                    accountLimits =
                            Options.choice(name, value, List.of("on", "off")).equals("on");
                case "--setting" -> {
                    String[] parts = value.split("=", 2);
                    if (parts.length < 2 || parts[0].isBlank()) {
                        throw new IllegalArgumentException(name + " is NAME=VALUE, not " + value);
                    }
                    settings.put(parts[0], parts[1]);
                }
                case "--limit" -> limit = Options.number(name, value, 10, 7200);
                default -> throw new IllegalArgumentException("unknown option " + name);
            }
        }
        if (!accountLimits) {
            NO_ACCOUNT_LIMITS.forEach(settings::putIfAbsent);
        }
        if (servers.isEmpty()) {
            servers.add(Path.of("target/quarkus-app/quarkus-run.jar"));
        }
        return new HostileOptions(
                attacks(names, rate, small),
                List.copyOf(servers),
                memory,
                javaOptions,
                settings,
                small,
                Duration.ofSeconds(limit));
    }

    private static List<Attack> attacks(List<String> names, int rate, boolean small) {
        int size = small ? 50 : 1;
        Duration time = Duration.ofSeconds(small ? 4 : 20);
        // A thousand statuses at the pace of AttackRun.
        Duration slow = Duration.ofSeconds(small ? 4 : 40);
        List<Attack> all = List.of(
                new SlowReaders("slow-readers", 1000 / size, false, false, slow),
                new SlowReaders("slow-sockets", 1000 / size, false, true, slow),
                new SlowReaders("slow-accounts", HostileAccounts.READERS / size, true, false, slow),
                new InvalidTokens(5000 / size, rate, time),
                new CostlyKeywords(300_000 / size, time),
                new CostlyFilters(100_000 / size, time),
                new StatusBurst(20_000 / size, time),
                new Reconnects(HostileAccounts.RETURNING / size, time));
        for (String name : names) {
            if (all.stream().noneMatch(attack -> attack.name().equals(name))) {
                throw new IllegalArgumentException("unknown scenario " + name);
            }
        }
        return all.stream()
                .filter(attack -> names.isEmpty() || names.contains(attack.name()))
                .toList();
    }
}

package dev.trunkline.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Attacks the server and shows what innocent viewers get meanwhile. See {@code src/bench/README.md}. */
final class HostileBenchmark {
    /** The files that are open besides the attackers' connections: jars, innocents, new viewers and others. */
    private static final int OTHER_FILES = 500;

    private final HostileOptions options;

    private HostileBenchmark(HostileOptions options) {
        this.options = options;
    }

    /** Exits with 0 when no attack achieved anything, with 1 when one did or a process failed, with 2 for a wrong option. */
    public static void main(String... arguments) {
        if (List.of(arguments).contains("--help")) {
            System.out.print(HostileOptions.USAGE);
            System.exit(0);
        }
        HostileOptions options;
        try {
            options = HostileOptions.parse(arguments);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage() + "\n\n" + HostileOptions.USAGE);
            System.exit(2);
            return;
        }
        TimeLimit.start(options.limit());
        boolean holds = false;
        try {
            holds = new HostileBenchmark(options).run();
        } catch (IOException | InterruptedException | RuntimeException e) {
            System.err.println("\nFAILED: " + e);
        }
        System.exit(holds ? 0 : 1);
    }

    private boolean run() throws IOException, InterruptedException {
        for (Path server : options.servers()) {
            if (!Files.exists(server)) {
                throw new IOException("no server at " + server);
            }
        }
        checkOpenFiles();
        System.out.printf(
                Locale.ROOT,
                "%d innocents of each kind; Java %s, %s %s, %d cores%n",
                HostileAccounts.INNOCENTS,
                Runtime.version(),
                System.getProperty("os.name"),
                System.getProperty("os.version"),
                Runtime.getRuntime().availableProcessors());
        List<AttackResult> results = new ArrayList<>();
        try (Backends backends = Backends.start(
                Scenario.of(Scenario.FILTERED, true, HostileAccounts.FILTERS),
                Options.parse("--connections", Integer.toString(HostileAccounts.ALL), "--relationships", "0"))) {
            for (Attack attack : options.attacks()) {
                attack.prepare(backends.owner());
                for (int server = 0; server < options.servers().size(); server++) {
                    results.add(attack(attack, server, backends));
                }
            }
        } catch (SQLException e) {
            throw new IOException("rows could not be inserted", e);
        }
        System.out.println();
        for (AttackResult result : results) {
            System.out.println(result.verdict());
        }
        return results.stream().allMatch(result -> result.faults().isEmpty());
    }

    private void checkOpenFiles() throws IOException {
        int files = OTHER_FILES
                + options.attacks().stream().mapToInt(Attack::connections).max().orElse(0);
        if (files > Kernel.openFiles()) {
            throw new IOException(
                    files + " open files are needed, and ulimit -n allows " + Kernel.openFiles() + ": raise it");
        }
    }

    private AttackResult attack(Attack attack, int server, Backends backends) throws IOException, InterruptedException {
        Path path = options.servers().get(server);
        List<String> command = ServerCommand.of(path, options.memory(), options.javaOptions());
        String kind = path.toString().endsWith(".jar") ? "JVM" : "native";
        String title = attack.name() + ", " + kind + (options.servers().size() == 1 ? "" : " (" + (server + 1) + ")");
        AttackRun run = new AttackRun(
                attack,
                "hostile-" + attack.name() + "-" + (server + 1),
                command,
                options.settings(),
                backends,
                Duration.ofSeconds(options.small() ? 1 : 10),
                Duration.ofSeconds(options.small() ? 1 : 10));
        System.out.printf(
                Locale.ROOT,
                "%n%s: %s%n%s %s%n",
                title,
                attack.description(),
                String.join(" ", command),
                run.settings());
        AttackResult result = run.run(title);
        System.out.print(result.text());
        return result;
    }
}

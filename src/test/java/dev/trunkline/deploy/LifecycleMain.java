package dev.trunkline.deploy;

import dev.trunkline.harness.Mastodon;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The program behind {@code deploy/knative/lifecycle}. */
final class LifecycleMain {

    /** The jar of the build. */
    static final Path JAR = Path.of("target", "quarkus-app", "quarkus-run.jar");

    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** A JVM starts three times, which is slow on a busy machine. */
    private static final Duration LIMIT_OF_JAR = Duration.ofSeconds(150);

    private LifecycleMain() {}

    /**
     * Exits with 0 if every step was right, with 1 if one was wrong or too slow.
     *
     * @param arguments the server: an executable or a runnable jar; by default the jar of the build
     */
    public static void main(String... arguments) {
        Path server = arguments.length == 0 ? JAR : Path.of(String.join(" ", arguments));
        if (!Files.isRegularFile(server)) {
            System.err.println("No server at " + server);
            System.exit(2);
        }
        watch(isJar(server) ? LIMIT_OF_JAR : LIMIT);
        try (Mastodon mastodon = Mastodon.start()) {
            LifecycleTimes times = Lifecycle.play(command(server), mastodon, Path.of("target", "lifecycle"));
            System.out.print(times.table());
        } catch (Exception | AssertionError e) {
            e.printStackTrace();
            System.err.println("FAILED: " + e.getMessage());
            System.exit(1);
        }
        System.out.println("Zero, one, zero, as it should be.");
        System.exit(0);
    }

    /** The command for an executable, or for a jar in a JVM like this one. */
    static List<String> command(Path server) {
        List<String> command = new ArrayList<>();
        if (isJar(server)) {
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            // For a fast start.
            command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m", "-jar"));
        }
        command.add(server.toAbsolutePath().toString());
        return command;
    }

    private static boolean isJar(Path server) {
        return server.toString().endsWith(".jar");
    }

    private static void watch(Duration limit) {
        Thread watch = new Thread(() -> {
            try {
                Thread.sleep(limit.toMillis());
            } catch (InterruptedException e) {
                return;
            }
            System.err.println("FAILED: not done after " + limit.toSeconds() + " s");
            System.exit(1);
        });
        watch.setDaemon(true);
        watch.start();
    }
}

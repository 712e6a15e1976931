package dev.trunkline.deploy;

import dev.trunkline.harness.Mastodon;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What {@code deploy/knative/lifecycle} runs. */
final class LifecycleMain {

    /** The JVM form, as the build leaves it. */
    static final Path JAR = Path.of("target", "quarkus-app", "quarkus-run.jar");

    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** A JVM starts three times, which takes its time where others want the processor too. */
    private static final Duration LIMIT_OF_JAR = Duration.ofSeconds(150);

    private LifecycleMain() {}

    /**
     * Exits with 0 if every step was as it has to be, with 1 if not or if it takes too long.
     *
     * @param arguments the server: an executable or a runnable jar; the JVM form without
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

    /** What starts an executable as it is, and a jar in a JVM like this one. */
    static List<String> command(Path server) {
        List<String> command = new ArrayList<>();
        if (isJar(server)) {
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            // Quick to start, on a machine that has other things to do.
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

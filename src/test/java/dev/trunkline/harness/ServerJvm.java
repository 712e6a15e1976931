package dev.trunkline.harness;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The command of the packaged jar, quick to start on a machine that has other things to do: a few hundred processes are started
 * in a run of the tests. Most classes come from an archive that a first process leaves, which halves what a start costs.
 */
final class ServerJvm {

    private static final Path JAR = Path.of("target", "quarkus-app", "quarkus-run.jar");

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private static @Nullable Path archive;

    private ServerJvm() {}

    /** Up to the jar, after which come the arguments. */
    static synchronized List<String> command(List<String> systemProperties) {
        if (archive == null) {
            archive = makeArchive();
        }
        return command("-XX:SharedArchiveFile=" + archive, systemProperties);
    }

    private static List<String> command(String archive, List<String> systemProperties) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx256m",
                archive));
        if (Runtime.version().feature() >= 24) {
            // Else the JVM itself warns of what Netty uses, before any word of ours.
            command.add("--sun-misc-unsafe-memory-access=allow");
        }
        command.addAll(systemProperties);
        command.addAll(List.of("-jar", JAR.toAbsolutePath().toString()));
        return command;
    }

    private static Path makeArchive() {
        try {
            Path folder = Files.createDirectories(Path.of("target", "wire")).toAbsolutePath();
            Path archive = folder.resolve("trunkline.jsa");
            Path log = folder.resolve("trunkline.jsa.log");
            Files.deleteIfExists(archive);
            ProcessBuilder builder = new ProcessBuilder(
                            command("-XX:ArchiveClassesAtExit=" + archive, List.of("-Dquarkus.http.port=0")))
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile());
            builder.directory(folder.toFile());
            builder.environment().clear();
            // Where nobody listens.
            builder.environment().put("REDIS_URL", "redis://127.0.0.1:1");
            builder.environment().put("DATABASE_URL", "postgresql://trunkline@127.0.0.1:1/trunkline");
            Process process = builder.start();
            try {
                await("a start for the archive").atMost(LIMIT).until(() -> Files.readString(log)
                        .contains("Listening on"));
                process.destroy();
                if (!process.waitFor(LIMIT.toMillis(), TimeUnit.MILLISECONDS) || !Files.exists(archive)) {
                    throw new IllegalStateException("No archive of classes: " + Files.readString(log));
                }
            } finally {
                process.destroyForcibly();
            }
            return archive;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}

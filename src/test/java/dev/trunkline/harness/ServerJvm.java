package dev.trunkline.harness;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The command of the packaged jar, tuned to start fast, since the tests start many processes. Most classes come from an
 * archive that a first process writes, which halves what a start costs.
 */
final class ServerJvm {

    private static final Path JAR = Path.of("target", "quarkus-app", "quarkus-run.jar");

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private static @Nullable Path archive;

    private ServerJvm() {}

    /** Up to the jar, after which come the arguments. */
    static synchronized List<String> command(List<String> systemProperties) {
        if (archive == null) {
            archive = archive();
        }
        return command("-XX:SharedArchiveFile=" + archive, systemProperties);
    }

    private static List<String> command(String archive, List<String> systemProperties) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx256m",
                // As everywhere: without it, JDK 24 and later write a warning about Netty.
                "-Dsun.misc.unsafe.memory.access=allow",
                archive));
        command.addAll(systemProperties);
        command.addAll(List.of("-jar", JAR.toAbsolutePath().toString()));
        return command;
    }

    /** The archive for this jar and this JVM: the first JVM of the tests writes it, others wait for it. */
    private static Path archive() {
        try {
            Path folder = Files.createDirectories(WireFiles.SHARED).toAbsolutePath();
            Path archive = folder.resolve("trunkline-" + Runtime.version().feature() + ".jsa");
            try (FileChannel channel = FileChannel.open(
                    folder.resolve("archive.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                // Until the channel is closed.
                channel.lock();
                if (!isFresh(archive)) {
                    write(archive);
                }
                return archive;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isFresh(Path archive) throws IOException {
        return Files.exists(archive)
                && Files.getLastModifiedTime(archive).compareTo(Files.getLastModifiedTime(JAR)) > 0;
    }

    private static void write(Path archive) throws IOException {
        Path log = WireFiles.SHARED.resolve(archive.getFileName() + ".log").toAbsolutePath();
        Files.deleteIfExists(archive);
        ProcessBuilder builder = new ProcessBuilder(
                        command("-XX:ArchiveClassesAtExit=" + archive, List.of("-Dquarkus.http.port=0")))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.directory(WireFiles.SHARED.toFile());
        builder.environment().clear();
        // No server answers at these addresses.
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
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } finally {
            process.destroyForcibly();
        }
    }
}

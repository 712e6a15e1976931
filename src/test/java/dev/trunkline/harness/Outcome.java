package dev.trunkline.harness;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The output and exit status of a packaged server that ends by itself, with these environment variables only. */
public record Outcome(int status, List<String> out, List<String> err, Duration took) {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    public static Outcome of(Map<String, String> variables, List<String> settings, String... arguments) {
        List<String> command = new ArrayList<>(Trunkline.command(settings));
        command.addAll(Arrays.asList(arguments));
        return of(variables, command);
    }

    /** The same with further variables as they are, in bytes. */
    public static Outcome withBytes(Map<String, String> variables, Map<String, byte[]> bytes) {
        return of(variables, Trunkline.withBytes(bytes, Trunkline.command(List.of())));
    }

    private static Outcome of(Map<String, String> variables, List<String> command) {
        try {
            Path out = WireFiles.resolve(Mastodon.unique("out-"));
            Path err = WireFiles.resolve(Mastodon.unique("err-"));
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile());
            builder.environment().clear();
            builder.environment().putAll(variables);
            long begin = System.nanoTime();
            Process process = builder.start();
            try {
                if (!process.waitFor(LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                    throw new AssertionError("It does not end: " + Files.readString(out) + Files.readString(err));
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                process.destroyForcibly();
            }
            Duration took = Duration.ofNanos(System.nanoTime() - begin);
            return new Outcome(
                    process.exitValue(), Files.readAllLines(out, UTF_8), Files.readAllLines(err, UTF_8), took);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

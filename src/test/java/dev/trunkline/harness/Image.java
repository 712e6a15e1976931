package dev.trunkline.harness;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** An image of {@code deploy/docker}, built and run without a container engine. */
public final class Image {

    private static final Path SCRIPTS = Path.of("deploy", "docker");

    private final Path directory;

    private Image(Path directory) {
        this.directory = directory;
    }

    /** The image of the artefact under test: the native executable or the jar. */
    public static Image assemble() {
        String kind = Trunkline.isNative() ? "native" : "jvm";
        Path directory = Path.of("target", "image-" + kind);
        Path log = WireFiles.resolve("assemble-" + kind + ".log");
        try {
            ProcessBuilder assemble = new ProcessBuilder(
                            SCRIPTS.resolve("assemble").toString(),
                            kind,
                            Trunkline.artefact().toString(),
                            directory.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile());
            assemble.environment().put("JAVA_HOME", System.getProperty("java.home"));
            if (finish(assemble.start()) != 0) {
                throw new AssertionError("No image: " + Files.readString(log));
            }
            return new Image(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs its entry point as a process, with these environment variables added to its own. */
    public Trunkline start(Mastodon mastodon, String name, Map<String, String> variables) {
        return start(name, Trunkline.environment(mastodon, variables), List.of());
    }

    /**
     * Runs it as a process.
     *
     * @param variables added to its own
     * @param command as {@code run-bundle} takes it: after {@code --} in place of the entry point, after {@code ++} for it
     */
    public Trunkline start(String name, Map<String, String> variables, List<String> command) {
        List<String> run = new ArrayList<>(List.of(
                SCRIPTS.resolve("run-bundle").toString(),
                directory.resolve("bundle").toString(),
                name));
        variables.forEach((variable, value) -> run.add(variable + "=" + value));
        run.addAll(command);
        return Trunkline.startCommand(run, Map.of("PATH", System.getenv("PATH")));
    }

    /** The output of a shell command inside the running container, followed by {@code =} and its exit status. */
    public String inside(String name, String command) {
        try {
            Process process = new ProcessBuilder(
                            "runc",
                            "--root",
                            directory.resolve("bundle").resolve("state").toString(),
                            "exec",
                            name,
                            "sh",
                            "-c",
                            command)
                    .redirectErrorStream(true)
                    .start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), UTF_8);
            return output + "=" + finish(process);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int finish(Process process) {
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            throw new IllegalStateException("interrupted", e);
        }
    }
}

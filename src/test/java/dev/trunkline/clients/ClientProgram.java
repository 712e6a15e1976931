package dev.trunkline.clients;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.trunkline.harness.Mastodon;
import dev.trunkline.harness.Tool;
import dev.trunkline.harness.WireFiles;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** An installed program as a client, which prints what it sees line by line. Every wait has a limit. */
final class ClientProgram implements AutoCloseable {

    private static final Path SCRIPTS = Path.of("src", "test", "resources", "clients");
    private static final long SECONDS = 60;

    private final Process process;
    private final Path errors;

    /** Empty at the end of the output. */
    private final BlockingQueue<Optional<String>> lines = new LinkedBlockingQueue<>();

    private ClientProgram(Process process, Path errors) {
        this.process = process;
        this.errors = errors;
        Thread reader = new Thread(this::read);
        reader.setDaemon(true);
        reader.start();
    }

    /** Starts a program that is on the PATH. */
    static ClientProgram start(String name, List<String> arguments) throws IOException {
        return start(Tool.find(name).orElseThrow(), arguments);
    }

    static ClientProgram start(Path executable, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(executable.toString());
        command.addAll(arguments);
        Path errors = WireFiles.resolve(Mastodon.unique(executable.getFileName() + "-") + ".log");
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
        builder.environment().put("NODE_PATH", NeedsNodeLibraries.FOLDERS);
        Process process = builder.start();
        process.getOutputStream().close();
        return new ClientProgram(process, errors);
    }

    /** The path of one of the tests' scripts. */
    static String script(String name) {
        return SCRIPTS.resolve(name).toString();
    }

    private void read() {
        try (BufferedReader output = process.inputReader(UTF_8)) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                lines.add(Optional.of(line));
            }
        } catch (IOException closed) {
            // Its end, by close().
        } finally {
            lines.add(Optional.empty());
        }
    }

    /** The next line; fails if the program ends instead. */
    String line() throws InterruptedException {
        return poll().orElseThrow(() -> new AssertionError("The client has ended: " + errors()));
    }

    /** The next line, which is JSON. */
    JsonObject next() throws InterruptedException {
        return new JsonObject(line());
    }

    /** Waits for its end, without another line, and with success. */
    void ends() throws InterruptedException {
        poll().ifPresent(line -> {
            throw new AssertionError("The client goes on with " + line);
        });
        if (!process.waitFor(SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new AssertionError("The client has failed: " + errors());
        }
    }

    private Optional<String> poll() throws InterruptedException {
        Optional<String> line = lines.poll(SECONDS, TimeUnit.SECONDS);
        if (line == null) {
            throw new AssertionError("The client has seen nothing: " + errors());
        }
        return line;
    }

    private String errors() {
        try {
            return Files.readString(errors);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}

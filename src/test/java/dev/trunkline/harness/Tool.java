package dev.trunkline.harness;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The result of an installed program. */
public record Tool(int status, String output) {

    /** The executable, if it is on the PATH or in {@code /usr/sbin}. */
    public static Optional<Path> find(String name) {
        return Stream.concat(
                        Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)),
                        Stream.of("/usr/sbin"))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Runs it to its end, in that directory. */
    public static Tool run(Path directory, String name, String... arguments) throws IOException, InterruptedException {
        List<String> command = Stream.concat(Stream.of(find(name).orElseThrow().toString()), Stream.of(arguments))
                .toList();
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        return new Tool(process.waitFor(), output);
    }
}

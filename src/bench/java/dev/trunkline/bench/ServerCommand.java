package dev.trunkline.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The command that starts a server as the units for systemd do. */
final class ServerCommand {
    private static final Path UNITS = Path.of("deploy", "systemd");
    private static final String START = "ExecStart=";
    private static final String HEAP = "-Xmx";

    private ServerCommand() {}

    /**
     * A command with the options of the unit.
     *
     * @param server a jar or an executable
     * @param memory a heap in place of the unit's; null for that one
     * @param javaOptions options in place of the unit's for a JVM; null for those
     */
    static List<String> of(Path server, @Nullable String memory, @Nullable List<String> javaOptions)
            throws IOException {
        boolean jar = server.toString().endsWith(".jar");
        List<String> options = new ArrayList<>();
        if (!jar) {
            options.addAll(options("trunkline@.service"));
        } else {
            options.addAll(javaOptions == null ? options("trunkline.service") : javaOptions);
        }
        if (memory != null) {
            options.removeIf(option -> option.startsWith(HEAP));
            options.add(HEAP + memory);
        }
        List<String> command = new ArrayList<>();
        if (jar) {
            command.add(Subject.java());
            command.addAll(options);
            command.add("-jar");
            command.add(server.toAbsolutePath().toString());
        } else {
            command.add(server.toAbsolutePath().toString());
            command.addAll(options);
        }
        return command;
    }

    private static List<String> options(String unit) throws IOException {
        String text = Files.readString(UNITS.resolve(unit)).replace("\\\n", " ");
        String start = text.lines()
                .filter(line -> line.startsWith(START))
                .findFirst()
                .orElseThrow(() -> new IOException(unit + " has no " + START));
        return Arrays.stream(start.substring(START.length()).split("\\s+", -1))
                .filter(word -> word.startsWith("-") && !word.equals("-jar"))
                .toList();
    }
}

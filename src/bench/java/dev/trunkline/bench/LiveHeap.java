package dev.trunkline.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The live objects of a JVM. Asking for them collects the garbage, with every collector. */
final class LiveHeap {
    /** The last line of {@code jcmd PID GC.class_histogram}: instances and bytes. */
    private static final Pattern TOTAL = Pattern.compile("^Total +\\d+ +(?<bytes>\\d+) *$", Pattern.MULTILINE);

    private LiveHeap() {}

    /** The bytes of the live objects; empty if the process is unknown or no JVM with tools. */
    static OptionalDouble bytes(OptionalLong pid) throws IOException, InterruptedException {
        if (pid.isEmpty()) {
            return OptionalDouble.empty();
        }
        Path executable = Files.readSymbolicLink(Path.of("/proc", Long.toString(pid.getAsLong()), "exe"));
        Path tool = executable.resolveSibling("jcmd");
        if (!executable.endsWith("java") || !Files.isExecutable(tool)) {
            return OptionalDouble.empty();
        }
        Process process = new ProcessBuilder(tool.toString(), Long.toString(pid.getAsLong()), "GC.class_histogram")
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        process.waitFor();
        return OptionalDouble.of(total(output));
    }

    static double total(String histogram) throws IOException {
        Matcher total = TOTAL.matcher(histogram);
        if (!total.find()) {
            throw new IOException("jcmd does not tell the live objects: "
                    + histogram.lines().findFirst().orElse("no output"));
        }
        return Double.parseDouble(total.group("bytes"));
    }
}

package dev.trunkline.demo;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The parent's side of the {@link Guard}: starts it, and releases it by closing the pipe. */
final class GuardProcess {

    private final Process process;

    private GuardProcess(Process process) {
        this.process = process;
    }

    static GuardProcess start(Path directory, List<String> serversAndPidFiles) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx16m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                copyOfGuard(directory).toString(),
                Guard.class.getName(),
                directory.toString()));
        command.addAll(serversAndPidFiles);
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.getRoot().toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        // A debugger or agent of the parent must not be loaded into the guard.
        builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS"));
        Process process = builder.start();
        // The pipe is closed when it is collected, and live reload drops all references of the application: keep one.
        Thread holder = new Thread(() -> hold(process), "demo-servers-guard");
        holder.setDaemon(true);
        holder.start();
        return new GuardProcess(process);
    }

    private static void hold(Process process) {
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A copy, because the original may be rebuilt or moved while the guard runs. */
    private static Path copyOfGuard(Path directory) throws IOException {
        String name = Guard.class.getName().replace('.', '/') + ".class";
        Path classes = directory.resolve("guard");
        Path target = classes.resolve(name);
        Files.createDirectories(target.getParent());
        try (InputStream in = Guard.class.getResourceAsStream("/" + name)) {
            if (in == null) {
                throw new FileNotFoundException(name);
            }
            Files.copy(in, target);
        }
        return classes;
    }

    /** Makes the guard end the servers, and waits for it. */
    void release() throws IOException, InterruptedException {
        process.getOutputStream().close();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            throw new IOException("The guard did not end the embedded servers within 30 s");
        }
    }

    long pid() {
        return process.pid();
    }
}

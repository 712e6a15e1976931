package dev.trunkline.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.trunkline.harness.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The root directory of a small Debian, the one that the image starts from, in which commands run as if it were a machine. */
final class DebianRoot {

    private static final Path HERE = Path.of("").toAbsolutePath();

    private final Path directory;

    /** Unpacks it into that empty directory. */
    DebianRoot(Path directory) throws IOException, InterruptedException {
        this.directory = directory;
        String dockerfile = Files.readString(Path.of("deploy", "docker", "Dockerfile.native"));
        String suite = dockerfile.replaceFirst("(?s).*\\nFROM debian:(\\w+)-slim\\n.*", "$1");
        Path bases = Path.of(System.getenv().getOrDefault("TRUNKLINE_IMAGE_BASE", "target/image-base"));
        String tar = bases.resolve(suite + ".tar").toAbsolutePath().toString();
        host(HERE.resolve("deploy/docker/make-base").toString(), suite, tar);
        host("tar", "-C", directory.toString(), "-xf", tar);
    }

    private static String host(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertEquals(0, process.waitFor(), output);
        return output;
    }

    /** The command that runs a command inside: with a /proc, which the executable needs. */
    private List<String> entered(String user, List<String> command) {
        List<String> entered = new ArrayList<>(List.of(
                "unshare",
                "--mount",
                "sh",
                "-c",
                "mount -t proc proc \"$1/proc\" && user=$2 && root=$1 && shift 2 && exec chroot --userspec=\"$user\" \"$root\" \"$@\"",
                "sh",
                directory.toString(),
                user));
        entered.addAll(command);
        return entered;
    }

    /** The command that starts a program as that user. */
    List<String> as(String user, List<String> command) {
        return entered(user + ":" + user, command);
    }

    /** Runs a command to its successful end, and returns its output. */
    String run(String... command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(entered("0:0", List.of(command))).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment()
                .putAll(Map.of(
                        "PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
                        "LANG", "C.UTF-8",
                        "DEBIAN_FRONTEND", "noninteractive"));
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertEquals(0, process.waitFor(), () -> List.of(command) + ": " + output);
        return output;
    }

    /** What the administrator does with systemctl while systemd does not run. */
    void systemctl(String... arguments) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of("--root=" + directory, "--quiet"));
        all.addAll(List.of(arguments));
        Tool tool = Tool.run(directory, "systemctl", all.toArray(String[]::new));
        assertEquals(0, tool.status(), tool::output);
    }

    Path path(String absolute) {
        return directory.resolve(absolute.substring(1));
    }

    void copy(Path file, String absolute) throws IOException {
        Files.copy(file, path(absolute), StandardCopyOption.REPLACE_EXISTING);
    }

    boolean has(String absolute) {
        return Files.exists(path(absolute), LinkOption.NOFOLLOW_LINKS);
    }

    /** All files, links and directories, except what dpkg, adduser and systemctl keep for themselves. */
    Set<String> files() throws IOException {
        Set<String> own = Set.of("/var/lib/dpkg", "/var/log", "/run", "/proc", "/var/lib/systemd", "/var/cache");
        try (Stream<Path> files = Files.walk(directory)) {
            return files.map(file -> "/" + directory.relativize(file))
                    .filter(file -> own.stream().noneMatch(file::startsWith))
                    .filter(file -> !file.matches("/etc/(passwd|group|shadow|gshadow|subuid|subgid)-"))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }
}

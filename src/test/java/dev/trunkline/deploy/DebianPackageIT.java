package dev.trunkline.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trunkline.harness.EventStream;
import dev.trunkline.harness.Mastodon;
import dev.trunkline.harness.NeedsImageTools;
import dev.trunkline.harness.NeedsTool;
import dev.trunkline.harness.Token;
import dev.trunkline.harness.Tool;
import dev.trunkline.harness.Trunkline;
import dev.trunkline.harness.WireTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * The .deb in a fresh Debian, with dpkg: it installs and starts nothing, its unit's command streams, an upgrade keeps what the
 * administrator has set and restarts what runs, and a purge leaves nothing.
 */
@WireTest
@NeedsPackages
@NeedsTool("systemctl")
@ExtendWith(NeedsImageTools.class)
class DebianPackageIT {

    private static final String ENVIRONMENT = "/etc/trunkline/trunkline.env";
    private static final String UNIT = "/usr/lib/systemd/system/trunkline.service";
    private static final String LINKS = "/etc/systemd/system";

    /** As systemd answers while two processes run; it notes what it is asked. */
    private static final String SYSTEMCTL = """
            #!/bin/sh
            echo "$*" >>/var/log/systemctl
            case "$*" in
            *list-units*)
                echo 'trunkline.service   loaded active running Trunkline'
                echo 'trunkline@4001.service loaded active running Trunkline'
                ;;
            esac
            """;

    private final Mastodon mastodon;

    @TempDir
    private Path folder;

    DebianPackageIT(Mastodon mastodon) {
        this.mastodon = mastodon;
    }

    /** The same package with a lower version, and a unit that differs. */
    private Path older(Path deb) throws IOException, InterruptedException {
        Path contents = folder.resolve("older");
        assertSucceeds(Tool.run(folder, "dpkg-deb", "--raw-extract", deb.toString(), contents.toString()));
        Path control = contents.resolve("DEBIAN/control");
        Files.writeString(control, Files.readString(control).replaceFirst("(?m)^Version: .*", "Version: 0.0.1"));
        Path unit = contents.resolve(UNIT.substring(1));
        Files.writeString(unit, Files.readString(unit) + "# older\n");
        Path older = folder.resolve("older.deb");
        assertSucceeds(Tool.run(folder, "dpkg-deb", "-Znone", "--build", contents.toString(), older.toString()));
        return older;
    }

    private static void assertSucceeds(Tool tool) {
        assertEquals(0, tool.status(), tool::output);
    }

    private static String status(DebianRoot root) throws IOException, InterruptedException {
        return root.run("dpkg-query", "--show", "--showformat=${Status}", "trunkline");
    }

    private static Set<String> links(DebianRoot root) throws IOException {
        try (Stream<Path> files = Files.walk(root.path(LINKS))) {
            Set<String> links = new TreeSet<>();
            files.map(Path::getFileName)
                    .map(Path::toString)
                    .filter(name -> name.startsWith("trunkline") && !name.endsWith(".wants"))
                    .forEach(links::add);
            return links;
        }
    }

    /** The value of the unit's only line with that key. */
    private static String unit(DebianRoot root, String key) throws IOException {
        Matcher line = Pattern.compile("(?m)^" + key + "=(.*)$").matcher(Files.readString(root.path(UNIT)));
        assertTrue(line.find(), key);
        return line.group(1);
    }

    @Test
    void installsStartsUpgradesAndGoes() throws Exception {
        Path directory = Files.createDirectory(folder.resolve("root"));
        DebianRoot root = new DebianRoot(directory);
        Path deb = Packages.find("trunkline_.*\\.deb");
        root.copy(deb, "/tmp/new.deb");
        root.copy(older(deb), "/tmp/older.deb");
        Files.createDirectories(root.path(LINKS + "/multi-user.target.wants"));
        Set<String> before = root.files();

        root.run("dpkg", "--install", "/tmp/older.deb");
        assertEquals("install ok installed", status(root));
        assertTrue(root.run("getent", "passwd", "trunkline").endsWith(":/nonexistent:/usr/sbin/nologin\n"));
        assertEquals(Set.of(), links(root), "enabled");
        assertEquals("rw-------", permissions(root.path(ENVIRONMENT)));

        String settings = "REDIS_URL=redis://redis.example\n";
        Files.writeString(root.path(ENVIRONMENT), settings);
        root.systemctl("enable", "trunkline.service", "trunkline@4001.service");
        assertEquals(Set.of("trunkline.service", "trunkline@4001.service"), links(root));
        Files.createDirectories(root.path("/run/systemd/system"));
        Files.writeString(root.path("/usr/local/bin/systemctl"), SYSTEMCTL);
        root.run("chmod", "+x", "/usr/local/bin/systemctl");

        root.run("dpkg", "--install", "/tmp/new.deb");
        assertEquals("install ok installed", status(root));
        assertEquals(
                List.of(
                        "--system daemon-reload",
                        "try-restart trunkline.service",
                        "try-restart trunkline@4001.service"),
                asked(root));
        assertEquals(settings, Files.readString(root.path(ENVIRONMENT)));
        assertEquals("rw-------", permissions(root.path(ENVIRONMENT)));
        assertEquals(Set.of("trunkline.service", "trunkline@4001.service"), links(root));
        assertFalse(Files.readString(root.path(UNIT)).contains("# older"));
        // This root has no documentation, as the image.
        assertEquals(
                List.of(ENVIRONMENT),
                root.run("dpkg", "--verify", "trunkline")
                        .lines()
                        .filter(line -> !line.matches("missing +/usr/share/doc/.*"))
                        .map(line -> line.replaceFirst("^.* c ", ""))
                        .toList());

        assertTrue(root.has("/usr/share/trunkline/mastodon.conf"));

        assertEquals(ENVIRONMENT, unit(root, "EnvironmentFile"));
        streams(root.as(unit(root, "User"), List.of(unit(root, "ExecStart").split(" "))));

        root.run("dpkg", "--remove", "trunkline");
        assertEquals(
                "stop trunkline.target trunkline.service trunkline@*.service",
                asked(root).get(3));
        assertFalse(root.has(UNIT));
        assertEquals(settings, Files.readString(root.path(ENVIRONMENT)));
        root.run("dpkg", "--purge", "trunkline");
        Files.delete(root.path("/usr/local/bin/systemctl"));
        assertEquals(before, root.files());
        assertFalse(root.run("cat", "/etc/passwd", "/etc/group").contains("trunkline"));
    }

    /** What the maintainer scripts have asked systemctl, except for the list of units. */
    private static List<String> asked(DebianRoot root) throws IOException {
        return Files.readAllLines(root.path("/var/log/systemctl")).stream()
                .filter(line -> !line.startsWith("list-units"))
                .toList();
    }

    private static String permissions(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    private void streams(List<String> command) {
        Map<String, String> variables = Trunkline.environment(
                mastodon, Map.of("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"));
        try (Trunkline trunkline = Trunkline.startCommand(command, variables)) {
            Token token = mastodon.reader();
            try (EventStream stream = trunkline.stream("/user", token)) {
                mastodon.publish("timeline:" + token.account().id(), "delete", "\"7\"");
                assertEquals("7", stream.next().data());
            }
            trunkline.stop();
            assertEquals(143, trunkline.process().exitValue());
        }
    }
}

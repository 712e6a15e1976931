package dev.trunkline.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trunkline.harness.EventStream;
import dev.trunkline.harness.Mastodon;
import dev.trunkline.harness.Token;
import dev.trunkline.harness.Tool;
import dev.trunkline.harness.Trunkline;
import dev.trunkline.harness.WireTest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tarballs, unpacked where nobody expects it: their program runs through a link on the PATH. */
@WireTest
@NeedsPackages
class TarballsIT {

    private final Mastodon mastodon;

    @TempDir
    private Path folder;

    TarballsIT(Mastodon mastodon) {
        this.mastodon = mastodon;
    }

    private Path unpacked(String pattern) throws Exception {
        Path directory = Files.createDirectory(folder.resolve("my programs"));
        Tool tar = Tool.run(
                directory,
                "tar",
                "--strip-components=1",
                "-xf",
                Packages.find(pattern).toString());
        assertEquals(0, tar.status(), tar::output);
        for (String file : List.of(
                "README.md",
                "LICENSE",
                "docs/configuration.md",
                "deploy/nginx/streaming.conf",
                "deploy/systemd/trunkline.service")) {
            assertTrue(Files.isRegularFile(directory.resolve(file)), file);
        }
        return Files.createSymbolicLink(folder.resolve("trunkline"), directory.resolve("trunkline"));
    }

    /** With the option of the units, which both forms take. */
    private void streams(Path program, Map<String, String> variables) {
        try (Trunkline trunkline = Trunkline.startCommand(
                List.of(program.toString(), "-Xmx256m"), Trunkline.environment(mastodon, variables))) {
            Token token = mastodon.reader();
            try (EventStream stream = trunkline.stream("/user", token)) {
                mastodon.publish("timeline:" + token.account().id(), "delete", "\"7\"");
                assertEquals("7", stream.next().data());
            }
            trunkline.stop();
            assertEquals(143, trunkline.process().exitValue());
        }
    }

    @Test
    void theExecutable() throws Exception {
        streams(unpacked("trunkline-[^j]*-linux-\\w+\\.tar\\.gz"), Map.of());
    }

    /** With a cache that the JVM has to use, although its files are elsewhere now. */
    @Test
    @Tag("release")
    void theJvm() throws Exception {
        streams(
                unpacked("trunkline-.*-jvm-linux-\\w+\\.tar\\.gz"),
                Map.of("PATH", System.getenv("PATH"), "JDK_JAVA_OPTIONS", "-XX:AOTMode=on"));
    }
}

package dev.trunkline.start;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trunkline.harness.DependsOnJdk;
import dev.trunkline.harness.Mastodon;
import dev.trunkline.harness.Trunkline;
import dev.trunkline.harness.WireTest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sources of variables, and their precedence. */
@DependsOnJdk
@WireTest
class EnvironmentIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Mastodon mastodon;

    @TempDir
    private Path folder = Path.of("");

    EnvironmentIT(Mastodon mastodon) {
        this.mastodon = mastodon;
    }

    private String file() {
        return "# Mastodon's\nexport PORT=0\nREDIS_URL='"
                + mastodon.redisServer().url() + "'\nDATABASE_URL=\""
                + mastodon.postgresServer().url() + "\" # ours\nTRUNKLINE_ANONYMOUS_STREAMS=true\n";
    }

    private static void assertServes(Trunkline trunkline) {
        await("health").atMost(LIMIT).until(trunkline::healthy);
        assertEquals(
                200,
                trunkline.request("HEAD", "/api/v1/streaming/public").answer().status());
    }

    private static void assertBegins(Trunkline trunkline, String words) {
        String first = trunkline.log().lines().findFirst().orElse("");
        assertTrue(first.contains("Environment: " + words), first);
    }

    /** The file also has a name of Quarkus. The port that Mastodon's variable names is in use, and is not bound. */
    @Test
    void fileInTheWorkingDirectory() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Files.writeString(
                    folder.resolve(".env.production"),
                    file().replace("PORT=0", "PORT=" + other.getLocalPort()) + "QUARKUS_HTTP_PORT=0\n");
            try (Trunkline trunkline = Trunkline.launchIn(folder, List.of(), Map.of())) {
                assertServes(trunkline);
                assertBegins(
                        trunkline,
                        folder.resolve(".env.production") + " is read; Redis: "
                                + RedactedUrl.of(mastodon.redisServer().url()) + "/0; PostgreSQL: "
                                + RedactedUrl.of(mastodon.postgresServer().url())
                                + "; set: DATABASE_URL, PORT, QUARKUS_HTTP_PORT, REDIS_URL, TRUNKLINE_ANONYMOUS_STREAMS");
            }
        }
    }

    /** Two values of the file cannot be used; the process has others. */
    @Test
    void fileInTheParentDirectory() throws IOException {
        Files.writeString(
                folder.resolve(".env.production"), "PORT=none\nDB_POOL=none\n" + file().replace("PORT=0", ""));
        Path inner = Files.createDirectory(folder.resolve("streaming"));
        try (Trunkline trunkline = Trunkline.launchIn(inner, List.of(), Map.of("PORT", "0", "DB_POOL", "3"))) {
            assertServes(trunkline);
        }
    }

    /** Names of Quarkus win over Mastodon's variables. Variables that are no longer read are warned about once. */
    @Test
    void variablesOfTheProcess() throws IOException {
        Map<String, String> variables = Map.of(
                "PORT", "1",
                "REDIS_URL", "redis://127.0.0.1:1",
                "QUARKUS_REDIS_HOSTS", mastodon.redisServer().url(),
                "DATABASE_URL", mastodon.postgresServer().url(),
                "TRUNKLINE_ANONYMOUS_STREAMS", "true",
                "STREAMING_CLUSTER_NUM", "4",
                "REDIS_NAMESPACE", "m",
                "NODE_ENV", "x");
        try (Trunkline trunkline = Trunkline.launchIn(folder, List.of("quarkus.http.port=0"), variables)) {
            assertServes(trunkline);
            assertBegins(trunkline, "no .env.production in " + folder);
            for (String name : List.of("STREAMING_CLUSTER_NUM is not read", "REDIS_NAMESPACE is not read")) {
                assertEquals(
                        1,
                        trunkline
                                .log()
                                .lines()
                                .filter(line -> line.contains(name))
                                .count(),
                        trunkline.log());
            }
        }
    }
}

package dev.trunkline.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trunkline.harness.EventStream;
import dev.trunkline.harness.Image;
import dev.trunkline.harness.InstalledRedis;
import dev.trunkline.harness.Mastodon;
import dev.trunkline.harness.NeedsImageTools;
import dev.trunkline.harness.NeedsTool;
import dev.trunkline.harness.RedisClient;
import dev.trunkline.harness.Token;
import dev.trunkline.harness.Trunkline;
import dev.trunkline.harness.WebSocketClient;
import dev.trunkline.harness.WireTest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The image of deploy/docker: its entry point runs as its user on a read-only root, streams, and passes the health check of
 * Mastodon's compose file. It takes the place of Mastodon's image under the commands and variables of Mastodon's chart and compose
 * file.
 */
@WireTest
@Tag("image")
@ExtendWith(NeedsImageTools.class)
class ImageIT {

    private static final String NAME = "trunkline-" + ProcessHandle.current().pid();

    /**
     * Makes the start fail if the JVM cannot use its cache, on a machine whose defaults differ from those of the training: one
     * processor, and more memory than compressed pointers reach.
     */
    private static final Map<String, String> CACHE_REQUIRED =
            Map.of("JDK_JAVA_OPTIONS", "-XX:AOTMode=on -XX:ActiveProcessorCount=1 -XX:MaxRAM=200g -Xms64m");

    private static Image image;

    private final Mastodon mastodon;

    ImageIT(Mastodon mastodon) {
        this.mastodon = mastodon;
    }

    @BeforeAll
    static void assemble() {
        image = Image.assemble();
    }

    @Test
    void startsAndStreams() {
        try (Trunkline trunkline = image.start(mastodon, NAME, CACHE_REQUIRED)) {
            assertEquals("=0", image.inside(NAME, healthCheck(trunkline.port())));
            assertEquals("=1", image.inside(NAME, healthCheck(1)), "a check that can fail");

            assertEquals("991:991\n=0", image.inside(NAME, "echo $(id -u):$(id -g)"));
            assertEquals(
                    "CapEff:\t0000000000000000\n=0", image.inside(NAME, "grep CapEff /proc/1/status"), "capabilities");
            assertTrue(image.inside(NAME, "touch /opt/trunkline/x").contains("Read-only file system"));
            assertTrue(image.inside(NAME, "touch /tmp/x").contains("Read-only file system"));
            for (String other : List.of("node", "node --version", "node ./streaming/other.js", "node index.js")) {
                String said = image.inside(NAME, other);
                assertTrue(
                        said.startsWith("node: this image has Trunkline and no Node.js.") && said.endsWith("=127"),
                        said);
            }
            assertTrue(image.inside(NAME, "trunkline --version").endsWith("=0"), "on the PATH");

            Token token = mastodon.reader();
            String channel = "timeline:" + token.account().id();
            try (EventStream stream = trunkline.stream("/user", token);
                    WebSocketClient socket =
                            trunkline.webSocket("?stream=user", token).settle()) {
                mastodon.publish(channel, "delete", "\"7\"");
                assertEquals("7", stream.next().data());
                assertEquals("7", socket.next().payload());
            }

            // The first process of its namespace: the kernel ignores signals without a handler there.
            trunkline.stop();
            assertEquals(143, trunkline.process().exitValue());
            assertTrue(trunkline.log().contains("trunkline stopped in"), trunkline::log);
        }
    }

    @Test
    @NeedsTool("redis-server")
    void takesThePlaceOfMastodonsImageInItsChart() throws Exception {
        Token token = mastodon.reader();
        try (InstalledRedis redis = InstalledRedis.start("requirepass secret");
                RedisClient publisher = redis.connect();
                Trunkline trunkline = image.start(
                        NAME,
                        MastodonsChart.variables(mastodon.postgresServer(), redis.port(), "secret"),
                        MastodonsChart.COMMAND)) {
            publisher.text("AUTH", "secret");
            try (EventStream stream = trunkline.stream("/user", token)) {
                publisher.number(
                        "PUBLISH", "timeline:" + token.account().id(), "{\"event\":\"delete\",\"payload\":\"8\"}");
                assertEquals("8", stream.next().data());
            }
            // The signal reaches the server: what was started as node has become it.
            trunkline.stop();
            assertEquals(143, trunkline.process().exitValue());
        }
    }

    @Test
    void takesThePlaceOfMastodonsImageInItsComposeFile() {
        Map<String, String> variables = Trunkline.environment(mastodon, Map.of());
        try (Trunkline trunkline = image.start(NAME, variables, List.of("++", "node", "./streaming/index.js"))) {
            assertEquals("=0", image.inside(NAME, healthCheck(trunkline.port())));
            assertEquals("/opt/mastodon\n=0", image.inside(NAME, "readlink /proc/1/cwd"));
            trunkline.stop();
            assertEquals(143, trunkline.process().exitValue());
        }
    }

    private static String healthCheck(int port) {
        return "curl -s --noproxy localhost localhost:" + port + "/api/v1/streaming/health | grep -q OK";
    }
}

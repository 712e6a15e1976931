package dev.trunkline.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The file that overrides Mastodon's compose file: only keys of the Compose specification, and values that fit the image. */
class ComposeFileTest {

    /** The keys of a service that are useful here, out of the specification. */
    private static final Set<String> SERVICE = Set.of(
            "cap_drop",
            "environment",
            "healthcheck",
            "image",
            "read_only",
            "security_opt",
            "stop_grace_period",
            "tmpfs");

    /** How long the server takes to end: the spread, and the time for slow readers. */
    private static final Duration SHUTDOWN = Duration.ofSeconds(5 + 2);

    /** Whether there are other processes, and both spreads and a second for their questions. */
    private static final Duration ANSWERS = Duration.ofSeconds(1 + 5 + 5 + 1);

    private final JsonNode file = Manifests.tree(Path.of("deploy", "compose", "compose.yaml"));
    private final JsonNode service = file.path("services").path("streaming");

    private static Set<String> keys(JsonNode object) {
        Set<String> keys = new TreeSet<>();
        object.fieldNames().forEachRemaining(keys::add);
        return keys;
    }

    /** All other keys stay as in Mastodon's file: command, env_file, networks, depends_on, ports. */
    @Test
    void changesOneServiceByKnownKeys() {
        assertEquals(Set.of("services"), keys(file));
        assertEquals(Set.of("streaming"), keys(file.path("services")));
        assertEquals(new TreeSet<>(SERVICE), keys(service));
        assertEquals(Set.of("test"), keys(service.path("healthcheck")));
    }

    /** The same image as in the pages, in the words of the pages. */
    @Test
    void namesTheReleasedImage() throws Exception {
        String image = service.path("image").asText();
        for (Path page : List.of(Path.of("README.md"), Path.of("docs", "replace-mastodon-streaming.md"))) {
            assertTrue(
                    Files.readString(page).contains("image: " + image + "`")
                            || Files.readString(page).contains("image: " + image + "\n"),
                    page::toString);
        }
    }

    @Test
    void checksItsHealthLikeMastodon() {
        JsonNode test = service.at("/healthcheck/test");
        assertEquals("CMD-SHELL", test.path(0).asText());
        String port = service.at("/environment/PORT").textValue();
        assertEquals(
                "curl -s --noproxy localhost localhost:" + port + "/api/v1/streaming/health | grep -q OK || exit 1",
                test.path(1).asText());
        assertEquals("0.0.0.0", service.at("/environment/BIND").textValue());
    }

    @Test
    void isConfinedAndHasTimeToEnd() {
        assertTrue(service.path("read_only").booleanValue());
        assertEquals("ALL", service.at("/cap_drop/0").asText());
        assertEquals("no-new-privileges:true", service.at("/security_opt/0").asText());
        Duration grace = Duration.parse("PT" + service.path("stop_grace_period").asText());
        assertTrue(grace.compareTo(SHUTDOWN.multipliedBy(2).plus(ANSWERS)) >= 0, grace.toString());
        assertEquals(List.of(), service.findValues("privileged"));
        // The default is noexec, but the library for Unix sockets is mapped as executable there.
        assertEquals(1, service.path("tmpfs").size());
        assertTrue(service.at("/tmpfs/0").asText().startsWith("/tmp:exec,"), service::toString);
    }
}

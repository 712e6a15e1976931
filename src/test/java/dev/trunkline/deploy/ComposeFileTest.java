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

/** The file that lies over Mastodon's own compose file: only keys of the Compose specification, and the image's own facts. */
class ComposeFileTest {

    /** Of the specification, those of a service that we have a use for. */
    private static final Set<String> SERVICE = Set.of(
            "build",
            "cap_drop",
            "command",
            "environment",
            "healthcheck",
            "image",
            "read_only",
            "security_opt",
            "stop_grace_period",
            "tmpfs");

    /** How long the server takes its leave: the spread of the goodbyes and what slow readers get on top. */
    private static final Duration SHUTDOWN = Duration.ofSeconds(5 + 2);

    private final JsonNode file = Manifests.tree(Path.of("deploy", "compose", "compose.yaml"));
    private final JsonNode service = file.path("services").path("streaming");

    private static Set<String> keys(JsonNode object) {
        Set<String> keys = new TreeSet<>();
        object.fieldNames().forEachRemaining(keys::add);
        return keys;
    }

    /** What is not named stays as Mastodon has it: env_file, networks, depends_on, ports. */
    @Test
    void changesOneServiceByKnownKeys() {
        assertEquals(Set.of("services"), keys(file));
        assertEquals(Set.of("streaming"), keys(file.path("services")));
        assertEquals(new TreeSet<>(SERVICE), keys(service));
        assertEquals(Set.of("context", "dockerfile"), keys(service.path("build")));
        assertEquals(Set.of("test"), keys(service.path("healthcheck")));
    }

    @Test
    void buildsTheImageAsItsFileSays() throws Exception {
        Path dockerfile = Path.of(service.at("/build/dockerfile").asText());
        assertTrue(Files.readString(dockerfile)
                .contains("docker build -f " + dockerfile + " -t "
                        + service.path("image").asText() + " .\n"));
        // The entry point is the whole command.
        assertTrue(service.path("command").isArray() && service.path("command").isEmpty());
    }

    @Test
    void isAskedForItsHealthAsMastodonDoes() {
        JsonNode test = service.at("/healthcheck/test");
        assertEquals("CMD-SHELL", test.path(0).asText());
        String port = service.at("/environment/PORT").textValue();
        assertEquals(
                "curl -s --noproxy localhost localhost:" + port + "/api/v1/streaming/health | grep -q OK || exit 1",
                test.path(1).asText());
        assertEquals("0.0.0.0", service.at("/environment/BIND").textValue());
    }

    @Test
    void isConfinedAndMayTakeItsLeave() {
        assertTrue(service.path("read_only").booleanValue());
        assertEquals("ALL", service.at("/cap_drop/0").asText());
        assertEquals("no-new-privileges:true", service.at("/security_opt/0").asText());
        Duration grace = Duration.parse("PT" + service.path("stop_grace_period").asText());
        assertTrue(grace.compareTo(SHUTDOWN.multipliedBy(2)) >= 0, grace.toString());
        assertEquals(List.of(), service.findValues("privileged"));
        // Without the word it is noexec, and the library for Unix sockets is executed there.
        assertEquals(1, service.path("tmpfs").size());
        assertTrue(service.at("/tmpfs/0").asText().startsWith("/tmp:exec,"), service::toString);
    }
}

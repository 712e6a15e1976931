package dev.trunkline.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.trunkline.mastodon.EnvironmentVariables;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DemoEnvironmentTest {

    /** They name the developer's own server, or the way to it. */
    @Test
    void embeddedServersLeaveLibpqsVariablesOut() {
        Map<String, String> mine =
                Map.of("PGSSLMODE", "verify-full", "PGOPTIONS", "-c a=b", "HOME", "/h", "PORT", "4001");
        assertEquals(
                Map.of("PORT", "4001"),
                DemoEnvironment.variables(EnvironmentVariables.of(mine)).values());
        Map<String, String> configured = Map.of("DATABASE_URL", "postgres://u@h/m", "PGSSLMODE", "verify-full");
        assertEquals(
                configured,
                DemoEnvironment.variables(EnvironmentVariables.of(configured)).values());
    }
}

package dev.trunkline.mastodon;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.trunkline.config.SettingNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnknownSettingsTest {

    @TempDir
    private Path folder = Path.of("");

    private static List<String> warnings(Map<String, String> variables) {
        Translation translation = Translation.of(variables);
        assertEquals(List.of(), translation.faults());
        return translation.warnings();
    }

    @ParameterizedTest
    @CsvSource({
        "TRUNKLINE_OUTBOX_LIMT, TRUNKLINE_OUTBOX_LIMIT",
        "TRUNKLINE_OUTBOXLIMIT, TRUNKLINE_OUTBOX_LIMIT",
        "TRUNKLINE_OUTBOX_TOTALLIMIT, TRUNKLINE_OUTBOX_TOTAL_LIMIT",
        "TRUNKLINE_LIMIT_CONNECTIONS, TRUNKLINE_LIMITS_CONNECTIONS",
        "TRUNKLINE_LIMITS_CONNECTION_PER_ACOUNT, TRUNKLINE_LIMITS_CONNECTIONS_PER_ACCOUNT",
        "TRUNKLINE_COMPRESION, TRUNKLINE_COMPRESSION",
        "TRUNKLINE_PORT, PORT",
        "TRUNKLINE_REDIS_URL, REDIS_URL",
    })
    void theNearestRightNameIsTold(String name, String right) {
        assertEquals(
                List.of(name + " is not read: there is no such setting; " + right + " may be meant"),
                warnings(Map.of(name, "4001")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"TRUNKLINE_", "TRUNKLINE_X", "TRUNKLINE_TURBO", "TRUNKLINE_SERVICES_HOST"})
    void otherwiseNoneIs(String name) {
        assertEquals(List.of(name + " is not read: there is no such setting"), warnings(Map.of(name, "1")));
    }

    @Test
    void linesOfTheFileCountToo() throws IOException {
        Files.writeString(folder.resolve(".env.production"), "TRUNKLINE_LOG_JSN=false\nTRUNKLINE_LOG_JSON=false\n");
        assertEquals(
                List.of("TRUNKLINE_LOG_JSN is not read: there is no such setting; TRUNKLINE_LOG_JSON may be meant"),
                Translation.of(EnvironmentVariables.NONE, folder).warnings());
    }

    @Test
    void rightNamesAndEmptyVariablesGetNone() {
        Map<String, String> variables = new HashMap<>(Map.of("TRUNKLINE_OUTBOX_LIMT", "", "TRUNKLINEX", "1"));
        SettingNames.all().forEach(name -> variables.put(VariableName.of(name), "1"));
        assertEquals(List.of(), warnings(variables));
    }

    /** What Kubernetes sets for services named trunkline and trunkline-web-1, the first with a named port. */
    @Test
    void serviceLinksGetNone() {
        assertEquals(
                List.of(),
                warnings(Map.ofEntries(
                        Map.entry("TRUNKLINE_SERVICE_HOST", "10.0.0.1"),
                        Map.entry("TRUNKLINE_SERVICE_PORT", "4000"),
                        Map.entry("TRUNKLINE_SERVICE_PORT_HTTP", "4000"),
                        Map.entry("TRUNKLINE_PORT", "tcp://10.0.0.1:4000"),
                        Map.entry("TRUNKLINE_PORT_4000_TCP", "tcp://10.0.0.1:4000"),
                        Map.entry("TRUNKLINE_PORT_4000_TCP_PROTO", "tcp"),
                        Map.entry("TRUNKLINE_PORT_4000_TCP_PORT", "4000"),
                        Map.entry("TRUNKLINE_PORT_4000_TCP_ADDR", "10.0.0.1"),
                        Map.entry("TRUNKLINE_WEB_1_SERVICE_HOST", "10.0.0.2"),
                        Map.entry("TRUNKLINE_WEB_1_PORT", "udp://10.0.0.2:53"),
                        Map.entry("TRUNKLINE_WEB_1_PORT_53_UDP_ADDR", "10.0.0.2"))));
    }
}

package dev.trunkline.start;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trunkline.harness.Outcome;
import dev.trunkline.harness.Trunkline;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * A wrong value ends the start soon, with status 1 and one line that names it (protocol, section 9): one value for each part
 * of the start that finds some. WrongValueTest has the others.
 */
class WrongValueIT {

    /** On a busy machine. A JVM starts slowly there. */
    private static final Duration SOON = Duration.ofSeconds(Trunkline.isNative() ? 4 : 45);

    private static String onlyLine(Map<String, String> variables, String... settings) {
        Outcome outcome = Outcome.of(variables, List.of(settings));
        assertEquals(1, outcome.status(), outcome.toString());
        assertEquals(1, outcome.err().size(), outcome.toString());
        assertTrue(outcome.took().compareTo(SOON) < 0, outcome.toString());
        assertFalse(String.join("\n", outcome.out()).contains("secret"), outcome.toString());
        return outcome.err().get(0);
    }

    /** Found before Quarkus starts. */
    @Test
    void severalVariablesOfMastodon() {
        Outcome outcome = Outcome.of(Map.of("PORT", "x", "DB_POOL", "y"), List.of());
        assertEquals(1, outcome.status());
        assertEquals(2, outcome.err().size(), outcome.toString());
        assertEquals(List.of(), outcome.out());
    }

    /** Found before Quarkus starts: text in another encoding, as a process without a locale gets it. */
    @Test
    void valuesThatAreNotUtf8() {
        byte[] latin = "secret\u00e4".getBytes(ISO_8859_1);
        Outcome outcome = Outcome.withBytes(
                Map.of("PORT", "0"), Map.of("DB_PASS", latin, "QUARKUS_REDIS_PASSWORD", latin, "SMTP_PASSWORD", latin));
        assertEquals(1, outcome.status());
        assertEquals(
                List.of("DB_PASS: the value is not UTF-8", "QUARKUS_REDIS_PASSWORD: the value is not UTF-8"),
                outcome.err());
        assertEquals(List.of(), outcome.out());
    }

    /** Found before Quarkus starts on a JVM, by Quarkus in the native executable. */
    @Test
    void severalSettingsOfOurOwn() {
        Outcome outcome = Outcome.of(
                Map.of("PORT", "0", "TRUNKLINE_QUERY_TIME_LIMIT", "soon"), List.of("trunkline.heartbeat.interval=0"));
        assertEquals(1, outcome.status());
        assertEquals(2, outcome.err().size(), outcome.toString());
        for (String name : List.of("TRUNKLINE_QUERY_TIME_LIMIT", "TRUNKLINE_HEARTBEAT_INTERVAL")) {
            assertEquals(
                    1,
                    outcome.err().stream().filter(line -> line.startsWith(name)).count(),
                    outcome.toString());
        }
        assertFalse(outcome.toString().contains("\tat "), outcome.toString());
    }

    /** Found by the clients that Quarkus creates. */
    @Test
    void theSecondSentinel() {
        String line = onlyLine(Map.of(
                "PORT",
                "0",
                "QUARKUS_REDIS_CLIENT_TYPE",
                "sentinel",
                "QUARKUS_REDIS_HOSTS",
                "redis://127.0.0.1:1,redis://u:secret@1.2.3:1"));
        assertTrue(line.startsWith("QUARKUS_REDIS_HOSTS: "), line);
        assertFalse(line.contains("secret"), line);
    }

    /** Found by the HTTP server. */
    @Test
    void aPortInUse() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(other.getLocalPort());
            String line = onlyLine(Map.of(), "quarkus.http.port=" + port);
            assertTrue(line.contains(port + " is in use"), line);
        }
    }

    @Test
    void unknownArgument() {
        Outcome outcome = Outcome.of(Map.of(), List.of(), "--chekc");
        assertEquals(1, outcome.status());
        assertEquals(1, outcome.err().size(), outcome.toString());
    }

    @Test
    void helpSaysWhatIsReadWhateverTheValues() {
        Outcome outcome = Outcome.of(Map.of("PORT", "x", "TRUNKLINE_LOG_JSON", "false"), List.of(), "--help");
        assertEquals(0, outcome.status(), outcome.toString());
        assertEquals(List.of(), outcome.err());
        assertTrue(
                outcome.out().stream().anyMatch(line -> line.matches("  set  .*PORT, TRUNKLINE_LOG_JSON.*")),
                outcome.toString());
    }

    @Test
    void versionOfTheBuild() throws IOException {
        Outcome outcome = Outcome.of(Map.of("PORT", "x"), List.of(), "--version");
        assertEquals(0, outcome.status(), outcome.toString());
        assertEquals(1, outcome.out().size(), outcome.toString());
        String said = outcome.out().get(0);
        assertTrue(said.matches("trunkline \\d+\\.\\d+.*"), said);
        String version = said.substring("trunkline ".length());
        assertTrue(Files.readString(Path.of("pom.xml")).contains("<version>" + version + "</version>"), said);
    }
}

package dev.trunkline.start;

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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A wrong value ends the start, soon, with status 1 and one line that names it (protocol, section 9). */
class WrongValueIT {

    /** A JVM alone takes its time on a machine that has other things to do. */
    private static final Duration SOON = Trunkline.isNative() ? Duration.ofSeconds(1) : Duration.ofSeconds(45);

    private static String onlyLine(Map<String, String> variables, String... settings) {
        Outcome outcome = Outcome.of(variables, List.of(settings));
        assertEquals(1, outcome.status(), outcome.toString());
        assertEquals(1, outcome.err().size(), outcome.toString());
        assertTrue(outcome.took().compareTo(SOON) < 0, outcome.toString());
        assertFalse(String.join("\n", outcome.out()).contains("secret"), outcome.toString());
        return outcome.err().get(0);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            PORT                          | http                       | 'http'
            BIND                          | 203.0.113.7                | is no address of this machine
            BIND                          | no.such.host.invalid       | is no address of this machine
            SOCKET                        | /no/such/folder/x.sock     | there is no folder
            TRUSTED_PROXY_IP              | 10.0.0.0/99                | 10.0.0.0/99
            DATABASE_URL                  | postgres://u:secret@h:x/m  | postgresql://user:password@host:5432/database
            REDIS_URL                     | redis://u:secret@h/x       | redis://user:password@host:6379/0
            NODE_EXTRA_CA_CERTS           | /no/such.pem               | /no/such.pem
            TRUNKLINE_EXTRA_CA_CERTS      | /no/such.pem               | /no/such.pem: there is none
            TRUNKLINE_EXTRA_CA_CERTS      | /dev/null                  | holds no certificate
            TRUNKLINE_CHECK_TIME_LIMIT    | 0                          | 500ms, 5s or 2m
            TRUNKLINE_CHECK_TIME_LIMIT    | soon                       | 500ms, 5s or 2m
            TRUNKLINE_OUTBOX_LIMIT        | lots                       | 512K or 16M
            TRUNKLINE_MAX_WAITING_QUERIES | many                       | number
            TRUNKLINE_OUTBOX_LIMIT        | ${secret}                  | would be \\$
            TRUNKLINE_TRUSTED_PROXIES     | nginx                      | 10.0.0.0/8
            QUARKUS_DATASOURCE_REACTIVE_URL | postgresql://u:secret@h:x/m   | postgresql://host:5432/database
            QUARKUS_DATASOURCE_REACTIVE_URL | postgresql://u:secret@h/m?sslmode=x | postgresql://host:5432/database
            QUARKUS_REDIS_HOSTS           | redis://u:secret@h:1/x     | redis://user:password@host:6379/0
            QUARKUS_REDIS_HOSTS           | redis://u:not secret@h     | cannot be used
            QUARKUS_REDIS_HOSTS           | u:secret@h:1               | redis://user:password@host:6379/0
            REDIS_URL                     | redis://u:secret@1.2.3     | neither an address nor
            """)
    void theVariableIsNamedAndWhatWouldBeRight(String variable, String value, String said) {
        String line = onlyLine(variable.equals("PORT") ? Map.of("PORT", value) : Map.of("PORT", "0", variable, value));
        assertTrue(line.startsWith(variable), line);
        assertTrue(line.contains(said), line);
        assertFalse(line.contains("secret"), line);
    }

    @Test
    void aPortInUse() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(other.getLocalPort());
            String line = onlyLine(Map.of("PORT", port));
            assertTrue(line.startsWith("PORT: " + port + " is in use"), line);
            line = onlyLine(Map.of(), "quarkus.http.port=" + port);
            assertTrue(line.contains(port + " is in use"), line);
        }
    }

    @Test
    void aSentinelThatIsNotTheFirst() {
        String line = onlyLine(Map.of(
                "PORT",
                "0",
                "QUARKUS_REDIS_CLIENT_TYPE",
                "sentinel",
                "QUARKUS_REDIS_HOSTS",
                "redis://127.0.0.1:1,redis://u:secret@h_h:1"));
        assertTrue(line.startsWith("QUARKUS_REDIS_HOSTS: "), line);
        assertFalse(line.contains("secret"), line);
    }

    @Test
    void severalFaultsHaveALineEach() {
        Outcome outcome = Outcome.of(Map.of("PORT", "x", "DB_POOL", "y"), List.of());
        assertEquals(1, outcome.status());
        assertEquals(2, outcome.err().size(), outcome.toString());
        assertEquals(List.of(), outcome.out());
    }

    @Test
    void argumentsThatThereAreNot() {
        Outcome outcome = Outcome.of(Map.of(), List.of(), "--chekc");
        assertEquals(1, outcome.status());
        assertEquals(1, outcome.err().size(), outcome.toString());
        assertEquals(0, Outcome.of(Map.of("PORT", "x"), List.of(), "--help").status());
    }

    @Test
    void theVersionIsThatOfTheBuild() throws IOException {
        Outcome outcome = Outcome.of(Map.of("PORT", "x"), List.of(), "--version");
        assertEquals(0, outcome.status(), outcome.toString());
        assertEquals(1, outcome.out().size(), outcome.toString());
        String said = outcome.out().get(0);
        assertTrue(said.matches("trunkline \\d+\\.\\d+.*"), said);
        String version = said.substring("trunkline ".length());
        assertTrue(Files.readString(Path.of("pom.xml")).contains("<version>" + version + "</version>"), said);
    }
}

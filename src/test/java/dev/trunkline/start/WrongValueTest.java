package dev.trunkline.start;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The line that names each wrong value (protocol, section 9); four of them are also at the wire, in WrongValueIT. */
class WrongValueTest {

    private static final List<String> DURATIONS = List.of(
            "TRUNKLINE_CHECK_TIME_LIMIT",
            "TRUNKLINE_HEARTBEAT_INTERVAL",
            "TRUNKLINE_MAX_STREAM_AGE",
            "TRUNKLINE_QUERY_TIME_LIMIT",
            "TRUNKLINE_RECONNECT_SPREAD",
            "TRUNKLINE_REDIS_AWAY_LIMIT",
            "TRUNKLINE_SUBSCRIBE_TIME_LIMIT",
            "TRUNKLINE_WEBSOCKET_PING_INTERVAL");

    private static String onlyLine(Map<String, String> variables) {
        return onlyLine(FailingStart.lines(variables));
    }

    private static String onlyLine(List<String> lines) {
        assertEquals(1, lines.size(), lines.toString());
        assertEquals(1, lines.get(0).lines().count(), lines.toString());
        assertFalse(lines.get(0).contains("secret"), lines.toString());
        return lines.get(0);
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
            TRUNKLINE_MAX_WAITING_QUERIES | 0                          | 1 or more
            TRUNKLINE_AFTER_OUTAGE        | restart                    | cannot be used. keep or reconnect would be right
            TRUNKLINE_HISTORY_TIME        | -5s                        | 0, or a time like
            TRUNKLINE_HISTORY_TIME        | PT-1S                      | 0, or a time like 500ms, 5s or 2m would be right
            TRUNKLINE_HISTORY_TIME        | soon                       | 500ms, 5s or 2m
            TRUNKLINE_HISTORY_LIMIT       | -1                         | 512K or 16M
            TRUNKLINE_SHUTDOWN_SPREAD     | PT-1S                      | 0, or a time like 500ms, 5s or 2m would be right
            TRUNKLINE_OUTBOX_LIMIT        | ${secret}                  | would be \\$
            TRUNKLINE_TRUSTED_PROXIES     | nginx                      | 10.0.0.0/8
            QUARKUS_DATASOURCE_REACTIVE_URL | postgresql://u:secret@h:x/m   | postgresql://host:5432/database
            QUARKUS_DATASOURCE_REACTIVE_URL | postgresql://u:secret@h/m?sslmode=x | postgresql://host:5432/database
            QUARKUS_REDIS_HOSTS           | redis://u:secret@h:1/x     | redis://user:password@host:6379/0
            QUARKUS_REDIS_HOSTS           | redis://u:not secret@h     | cannot be used
            QUARKUS_REDIS_HOSTS           | u:secret@h:1               | redis://user:password@host:6379/0
            REDIS_URL                     | redis://u:secret@1.2.3     | neither an address nor
            """)
    void variableIsNamedAndWhatWouldBeRight(String variable, String value, String said) {
        String line = onlyLine(variable.equals("PORT") ? Map.of("PORT", value) : Map.of("PORT", "0", variable, value));
        assertTrue(line.startsWith(variable), line);
        assertTrue(line.contains(said), line);
    }

    @Test
    void portInUseIsNamed() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(other.getLocalPort());
            String line = onlyLine(Map.of("PORT", port));
            assertTrue(line.startsWith("PORT: " + port + " is in use"), line);
        }
    }

    @Test
    void secondSentinelIsRead() {
        String line = onlyLine(Map.of(
                "PORT",
                "0",
                "QUARKUS_REDIS_CLIENT_TYPE",
                "sentinel",
                "QUARKUS_REDIS_HOSTS",
                "redis://127.0.0.1:1,redis://u:secret@1.2.3:1"));
        assertTrue(line.startsWith("QUARKUS_REDIS_HOSTS: "), line);
    }

    @Test
    void eachWrongValueHasALine() {
        List<String> lines = FailingStart.lines(Map.of("PORT", "x", "DB_POOL", "y"));
        assertEquals(2, lines.size(), lines.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "0s", "PT-1S", "PT0.0001S"})
    void durationsAreLongerThanZero(String value) {
        List<String> lines =
                FailingStart.lines(DURATIONS.stream().collect(Collectors.toMap(name -> name, name -> value)));
        assertEquals(DURATIONS.size(), lines.size(), lines.toString());
        for (String name : DURATIONS) {
            assertEquals(1, lines.stream().filter(line -> line.startsWith(name)).count(), lines.toString());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "REDIS_URL, unix:///run/redis.sock",
        "DATABASE_URL, postgresql:///m?host=/run/postgresql",
        "SOCKET, /run/trunkline.sock",
        "QUARKUS_REDIS_HOSTS, unix:///run/redis.sock"
    })
    void unixSocketsNeedTheNativeTransport(String variable, String place) {
        String line = onlyLine(FailingStart.linesWithoutNativeTransport(Map.of("PORT", "0", variable, place)));
        assertTrue(line.startsWith(variable + ": names a Unix socket"), line);
    }
}

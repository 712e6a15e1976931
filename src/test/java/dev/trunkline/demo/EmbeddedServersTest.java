package dev.trunkline.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class EmbeddedServersTest {

    private static EmbeddedServers servers;

    @BeforeAll
    static void start() throws IOException {
        servers = EmbeddedServers.start();
    }

    @AfterAll
    static void stop() throws IOException {
        if (servers == null) {
            return;
        }
        long redis = servers.redis().pid();
        long postgres = servers.postgres().pid();
        servers.stop();
        assertFalse(alive(redis));
        assertFalse(alive(postgres));
        assertFalse(Files.exists(servers.directory()));
    }

    @Test
    void redisRestartsOnItsPort() throws IOException {
        RedisProcess redis = servers.redis();
        assertEquals("+PONG", ask(redis, "PING"));
        assertEquals("+OK", ask(redis, "SET here 1"));
        redis.stop();
        assertFalse(redis.isRunning());
        assertThrows(IOException.class, () -> ask(redis, "PING"));
        redis.start();
        assertEquals("+PONG", ask(redis, "PING"));
        assertEquals(":0", ask(redis, "EXISTS here"), "nothing is kept");
    }

    @Test
    void aSuspendedRedisAcceptsConnectionsAndIsSilent() throws IOException {
        RedisProcess redis = servers.redis();
        redis.suspend();
        try {
            assertThrows(SocketTimeoutException.class, () -> ask(redis, "PING", 500));
        } finally {
            redis.resume();
        }
        assertEquals("+PONG", ask(redis, "PING"));
    }

    @Test
    void postgresRestartsWithItsData() throws IOException, SQLException {
        PostgresProcess postgres = servers.postgres();
        try (Connection connection = postgres.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE kept (id bigint)");
        }
        long before = postgres.pid();
        postgres.stop();
        assertFalse(postgres.isRunning());
        assertThrows(SQLException.class, postgres::connect);
        postgres.start();
        assertTrue(postgres.pid() != before);
        try (Connection connection = postgres.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT count(*) FROM kept")) {
            assertTrue(rows.next());
            assertEquals(0, rows.getLong(1));
        }
    }

    private static boolean alive(long pid) {
        return ProcessHandle.of(pid)
                .filter(process -> process.info().command().isPresent())
                .isPresent();
    }

    private static String ask(RedisProcess redis, String command) throws IOException {
        return ask(redis, command, 10_000);
    }

    private static String ask(RedisProcess redis, String command, int millis) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(redis.host(), redis.port()), 1_000);
            socket.setSoTimeout(millis);
            socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
            StringBuilder line = new StringBuilder();
            for (int c = socket.getInputStream().read();
                    c >= 0 && c != '\r';
                    c = socket.getInputStream().read()) {
                line.append((char) c);
            }
            return line.toString();
        }
    }
}

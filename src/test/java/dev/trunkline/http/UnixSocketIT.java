package dev.trunkline.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trunkline.harness.DependsOnJdk;
import dev.trunkline.harness.Mastodon;
import dev.trunkline.harness.Outcome;
import dev.trunkline.harness.Trunkline;
import dev.trunkline.harness.WireTest;
import java.io.IOException;
import java.io.InputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code SOCKET}: the server binds there, and nowhere else. */
@DependsOnJdk
@WireTest
class UnixSocketIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Mastodon mastodon;

    @TempDir
    private Path folder = Path.of("");

    UnixSocketIT(Mastodon mastodon) {
        this.mastodon = mastodon;
    }

    private Map<String, String> variables(Path socket) {
        Map<String, String> variables = new HashMap<>();
        variables.put("REDIS_URL", mastodon.redisServer().url());
        variables.put("DATABASE_URL", mastodon.postgresServer().url());
        variables.put("SOCKET", socket.toString());
        variables.put("TRUNKLINE_ANONYMOUS_STREAMS", "true");
        return variables;
    }

    private static SocketChannel connect(Path socket) throws IOException {
        return SocketChannel.open(UnixDomainSocketAddress.of(socket));
    }

    /** The answer to a request whose connection the server closes. */
    private static String get(Path socket, String path) throws IOException {
        try (SocketChannel channel = connect(socket)) {
            channel.write(ByteBuffer.wrap(
                    ("GET " + path + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n").getBytes(US_ASCII)));
            return new String(Channels.newInputStream(channel).readAllBytes(), US_ASCII);
        }
    }

    private static void awaitHealth(Path socket) {
        await("health").atMost(LIMIT).ignoreExceptions().until(() -> get(socket, "/api/v1/streaming/health")
                .endsWith("\r\n\r\nOK"));
    }

    @Test
    void everyUserIsServedUntilTheProcessEnds() throws IOException {
        Path socket = folder.resolve("streaming.sock");
        // A killed process leaves this behind.
        ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                .bind(UnixDomainSocketAddress.of(socket))
                .close();
        assertTrue(Files.exists(socket));
        try (Trunkline trunkline = Trunkline.launchSilently(folder, variables(socket))) {
            awaitHealth(socket);
            await("mode").atMost(LIMIT).until(() -> PosixFilePermissions.toString(Files.getPosixFilePermissions(socket))
                    .equals("rw-rw-rw-"));
            assertFalse(trunkline.log().contains("http://"), trunkline.log());

            try (SocketChannel channel = connect(socket)) {
                channel.write(
                        ByteBuffer.wrap("GET /api/v1/streaming/public HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(US_ASCII)));
                InputStream in = Channels.newInputStream(channel);
                String head = "";
                while (!head.contains(":)\n")) {
                    int next = in.read();
                    assertTrue(next >= 0, head);
                    head += (char) next;
                }
                assertTrue(head.startsWith("HTTP/1.1 200 "), head);

                Outcome second = Outcome.of(variables(socket), List.of());
                assertEquals(1, second.status(), second.toString());
                assertEquals(1, second.err().size(), second.toString());
                assertTrue(second.err().get(0).startsWith("SOCKET: another process has bound"), second.toString());
            }
            awaitHealth(socket);
            trunkline.stop();
            assertFalse(Files.exists(socket), "it is removed at the end");
        }
    }

    @Test
    void aFileOfAnotherKindStays() throws IOException {
        Path file = Files.writeString(folder.resolve("precious"), "data");
        Outcome outcome = Outcome.of(variables(file), List.of());
        assertEquals(1, outcome.status(), outcome.toString());
        assertEquals(1, outcome.err().size(), outcome.toString());
        assertTrue(
                outcome.err().get(0).startsWith("SOCKET: " + file + " is a file of another kind"), outcome.toString());
        assertEquals("data", Files.readString(file));
    }
}

package dev.trunkline.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MessageFlowTest {
    private static final int ACCOUNTS = 3;

    private final Statuses statuses = new Statuses(Statuses.LEAST_BYTES, ACCOUNTS, null, null);
    private final MessageFlow flow = new MessageFlow(statuses, ACCOUNTS, 2, 1);
    private final List<Reception> connections = IntStream.range(0, ACCOUNTS)
            .<Reception>mapToObj(viewer -> new StreamReception(flow.expected(), viewer, false))
            .toList();

    private void receive(int viewer) throws IOException {
        Reception connection = connections.get(viewer);
        long event = connection.delivered();
        ByteBuffer record = flow.record(event, viewer).duplicate().clear();
        String text = ISO_8859_1.decode(record).toString();
        String head = event == 0 ? "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\n:)\n\r\n" : "";
        String wire = head + Integer.toHexString(text.length()) + "\r\n" + text + "\r\n";
        connection.take(ByteBuffer.wrap(wire.getBytes(ISO_8859_1)), flow.published(connection));
        flow.received(event);
    }

    private List<Long> published() {
        return connections.stream().map(flow::published).toList();
    }

    @Test
    void keepsSoManyInFlight() throws IOException {
        try (ServerSocket redis = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Publisher publisher = new Publisher(redis.getLocalPort(), List.of("a", "b", "c"));
                Socket accepted = redis.accept()) {
            // One confirmation for each message, in advance.
            accepted.getOutputStream().write(":1\r\n".repeat(6).getBytes(ISO_8859_1));
            flow.add(2, ACCOUNTS);
            flow.publish(publisher, connections);
            assertEquals(List.of(1L, 1L, 0L), published());
            assertEquals(List.of("a", "b"), channels(accepted.getInputStream(), 2));
            receive(1);
            flow.publish(publisher, connections);
            assertEquals(List.of(1L, 1L, 1L), published());
            receive(2);
            // The next turn is that of an account that has not received its message yet.
            flow.publish(publisher, connections);
            assertEquals(List.of(1L, 1L, 1L), published());
            receive(0);
            flow.publish(publisher, connections);
            assertEquals(List.of(2L, 2L, 1L), published());
            assertEquals(List.of("c", "a", "b"), channels(accepted.getInputStream(), 3));
            receive(0);
            receive(1);
            assertFalse(flow.done());
            flow.publish(publisher, connections);
            receive(2);
            assertTrue(flow.done());
            assertEquals(6, flow.completed());
            for (Reception connection : connections) {
                connection.check(2);
            }
        }
    }

    /** The channels of the next messages. */
    private static List<String> channels(InputStream redis, int messages) throws IOException {
        int each = "*3\r\n$7\r\nPUBLISH\r\n$1\r\na\r\n$2081\r\n".length() + messageBytes() + 2;
        byte[] all = redis.readNBytes(messages * each);
        return IntStream.range(0, messages)
                .mapToObj(message -> new String(all, message * each + 21, 1, ISO_8859_1))
                .toList();
    }

    private static int messageBytes() {
        return new Statuses(Statuses.LEAST_BYTES, 1, null, null).message(0).length;
    }
}

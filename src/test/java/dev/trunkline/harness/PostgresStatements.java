package dev.trunkline.harness;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.trunkline.demo.PostgresProcess;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A proxy in front of PostgreSQL that records which statements are executed, but for the one that the server asks at any moment
 * to know whether PostgreSQL answers.
 */
public final class PostgresStatements implements AutoCloseable {

    /** The largest number of a first message that asks for encryption instead of starting a session. */
    private static final int FIRST_REQUEST = 80_877_100;

    private static final String HEALTH = "SELECT 1";

    private final PostgresProcess server;
    private final List<String> executed = new CopyOnWriteArrayList<>();
    private final TcpProxy proxy;

    private PostgresStatements(PostgresProcess server) {
        this.server = server;
        this.proxy = TcpProxy.to(server.host(), server.port(), Session::new);
    }

    public static PostgresStatements of(PostgresProcess server) {
        return new PostgresStatements(server);
    }

    /** The value of {@code quarkus.datasource.reactive.url} that leads through the proxy. */
    public String reactiveUrl() {
        return server.reactiveUrl().replace(":" + server.port() + "/", ":" + proxy.port() + "/");
    }

    /** How many of the executed statements contain that text; the empty text counts all of them. */
    public long executions(String part) {
        return executed.stream().filter(sql -> sql.contains(part)).count();
    }

    @Override
    public void close() {
        proxy.close();
    }

    /** What one client sends: messages of PostgreSQL's protocol, cut anywhere. */
    private final class Session extends OutputStream {

        private final ByteArrayOutputStream received = new ByteArrayOutputStream();
        private final Map<String, String> prepared = new HashMap<>();
        private boolean started;

        @Override
        public void write(int single) {
            write(new byte[] {(byte) single}, 0, 1);
        }

        @Override
        public void write(byte[] piece, int offset, int length) {
            received.write(piece, offset, length);
            ByteBuffer messages = ByteBuffer.wrap(received.toByteArray());
            int read = 0;
            while (readMessage(messages)) {
                read = messages.position();
            }
            received.reset();
            received.write(messages.array(), read, messages.limit() - read);
        }

        private void add(String sql) {
            if (!sql.equals(HEALTH)) {
                executed.add(sql);
            }
        }

        /** Whether there was a whole message. The first begins with its length, each later one with its type's letter. */
        private boolean readMessage(ByteBuffer messages) {
            int head = started ? 5 : 4;
            if (messages.remaining() < head) {
                return false;
            }
            byte type = started ? messages.get() : 0;
            int length = messages.getInt() - 4;
            if (messages.remaining() < length) {
                return false;
            }
            byte[] message = new byte[length];
            messages.get(message);
            String[] texts = new String(message, UTF_8).split("\0", 3);
            switch (type) {
                case 'P' -> prepared.put(texts[0], texts[1]);
                case 'B' -> add(String.valueOf(prepared.get(texts[1])));
                case 'Q' -> add(texts[0]);
                default -> started = started || ByteBuffer.wrap(message).getInt() < FIRST_REQUEST;
            }
            return true;
        }
    }
}

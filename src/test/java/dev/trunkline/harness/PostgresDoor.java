package dev.trunkline.harness;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.trunkline.demo.PostgresProcess;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A door in front of PostgreSQL through which everything passes as it is, and that sees which statements are carried out. */
public final class PostgresDoor implements AutoCloseable {

    /** The largest number of a first message that is no start-up but asks for encryption. */
    private static final int FIRST_REQUEST = 80_877_100;

    private final PostgresProcess server;
    private final ServerSocket door;
    private final List<Socket> sockets = Collections.synchronizedList(new ArrayList<>());
    private final List<String> statements = Collections.synchronizedList(new ArrayList<>());

    private PostgresDoor(PostgresProcess server) throws IOException {
        this.server = server;
        this.door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    public static PostgresDoor before(PostgresProcess server) {
        try {
            PostgresDoor opened = new PostgresDoor(server);
            start(opened::accept);
            return opened;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What {@code quarkus.datasource.reactive.url} takes to come through here. */
    public String reactiveUrl() {
        return server.reactiveUrl().replace(":" + server.port() + "/", ":" + door.getLocalPort() + "/");
    }

    /** How many statements have been carried out that have this in their text; all have the empty one. */
    public long executions(String part) {
        synchronized (statements) {
            return statements.stream().filter(sql -> sql.contains(part)).count();
        }
    }

    private void accept() throws IOException {
        while (true) {
            Socket client = door.accept();
            Socket upstream = new Socket(server.host(), server.port());
            sockets.add(client);
            sockets.add(upstream);
            client.setTcpNoDelay(true);
            upstream.setTcpNoDelay(true);
            start(() -> read(client, upstream));
            start(() -> {
                try (client;
                        upstream) {
                    upstream.getInputStream().transferTo(client.getOutputStream());
                }
            });
        }
    }

    /** Messages as PostgreSQL has them: the first without, all others with a letter in front of their length. */
    private void read(Socket client, Socket upstream) throws IOException {
        try (client;
                upstream) {
            DataInputStream in = new DataInputStream(client.getInputStream());
            DataOutputStream out = new DataOutputStream(upstream.getOutputStream());
            Map<String, String> prepared = new HashMap<>();
            boolean started = false;
            while (true) {
                int letter = started ? in.read() : 0;
                if (letter < 0) {
                    return;
                }
                byte[] message = new byte[in.readInt() - 4];
                in.readFully(message);
                String[] texts = new String(message, UTF_8).split("\0", 3);
                switch (letter) {
                    case 'P' -> prepared.put(texts[0], texts[1]);
                    case 'B' -> statements.add(String.valueOf(prepared.get(texts[1])));
                    case 'Q' -> statements.add(texts[0]);
                    default -> started = started || ByteBuffer.wrap(message).getInt() < FIRST_REQUEST;
                }
                if (letter != 0) {
                    out.write(letter);
                }
                out.writeInt(message.length + 4);
                out.write(message);
                out.flush();
            }
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void start(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException closed) {
                // That is how it ends.
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        try {
            door.close();
            for (Socket socket : List.copyOf(sockets)) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package dev.trunkline.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;

/** Opens a stream as somebody who comes meanwhile, from an address of their own, and leaves when it is open. */
final class NewViewer {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private NewViewer() {}

    /**
     * Returns when the stream is open.
     *
     * @param viewer the number of the account
     * @param client the number of the {@linkplain ClientOrigin origin}
     * @throws IOException if it does not open in five seconds; the message is the answer's first line where there is one
     */
    static void open(int port, int viewer, int client) throws IOException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        ClientOrigin origin = ClientOrigin.of(client);
        String stream = client / 2 % 2 == 0 ? "user" : "public";
        try (Socket socket = new Socket()) {
            socket.bind(origin.source());
            socket.connect(ClientOrigin.server(port), (int) PATIENCE.toMillis());
            socket.getOutputStream()
                    .write(origin.request("/api/v1/streaming/" + stream, ViewerAccounts.token(viewer), "")
                            .getBytes(US_ASCII));
            InputStream answer = socket.getInputStream();
            StringBuilder read = new StringBuilder();
            byte[] buffer = new byte[4 << 10];
            while (read.indexOf(":)\n") < 0) {
                socket.setSoTimeout((int) Math.max(1, (end - System.nanoTime()) / 1_000_000));
                int count = answer.read(buffer);
                if (count < 0) {
                    throw new IOException("closed without an answer");
                }
                read.append(new String(buffer, 0, count, ISO_8859_1));
                int line = read.indexOf("\r\n");
                if (line > 0 && !read.substring(0, line).startsWith("HTTP/1.1 200")) {
                    throw new IOException(read.substring(0, line));
                }
            }
        } catch (SocketTimeoutException e) {
            throw new IOException("not open after " + PATIENCE.toSeconds() + " s", e);
        }
    }
}

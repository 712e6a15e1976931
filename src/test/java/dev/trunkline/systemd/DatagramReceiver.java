package dev.trunkline.systemd;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A Unix socket for datagrams, in another process: what the service manager has. */
final class DatagramReceiver implements AutoCloseable {

    private static final String BOUND = "bound";

    private static final String SCRIPT = """
            import socket, sys
            path = sys.argv[1]
            receiver = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
            receiver.bind('\\0' + path[1:] if path.startswith('@') else path)
            print('bound', flush=True)
            while True:
                print(receiver.recv(4096).decode(), flush=True)
            """;

    private final Process process;
    private final Path output;

    /** @param path begins with {@code @} if the socket is an abstract one */
    DatagramReceiver(String path, Path folder) throws IOException {
        output = Files.createTempFile(folder, "received", "");
        process = new ProcessBuilder("python3", "-c", SCRIPT, path)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        await().until(() -> lines().contains(BOUND));
    }

    /** What has been received, in its order. */
    List<String> received() {
        List<String> lines = lines();
        return lines.subList(1, lines.size());
    }

    private List<String> lines() {
        try {
            return Files.readAllLines(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}

package dev.trunkline.deploy;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.trunkline.demo.FreePort;
import dev.trunkline.harness.Tool;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** An nginx with the site of deploy/nginx, on other ports. */
final class Nginx implements AutoCloseable {

    private static final Path SITE = Path.of("deploy", "nginx", "streaming.conf");

    private final Process process;
    private final Path directory;
    private final int port;

    private Nginx(Process process, Path directory, int port) {
        this.process = process;
        this.directory = directory;
        this.port = port;
    }

    /** Writes its configuration, with other ports for itself and the two processes. */
    static Path configure(Path directory, int port, int first, int second) throws IOException {
        String site = Files.readString(SITE);
        site = replace(site, "listen 80;", "listen 127.0.0.1:" + port + ";");
        site = replace(site, "127.0.0.1:4000 ", "127.0.0.1:" + first + " ");
        site = replace(site, "127.0.0.1:4001 ", "127.0.0.1:" + second + " ");
        Files.writeString(directory.resolve("streaming.conf"), site);
        // One process, which is easy to end, and all files in its directory.
        return Files.writeString(directory.resolve("nginx.conf"), """
                daemon off;
                master_process off;
                pid nginx.pid;
                error_log error.log info;
                events {}
                http {
                    access_log off;
                    # Where a client of the test comes from.
                    set_real_ip_from 127.0.0.1;
                    real_ip_header X-Test-Address;
                    client_body_temp_path body;
                    proxy_temp_path proxy;
                    fastcgi_temp_path fastcgi;
                    uwsgi_temp_path uwsgi;
                    scgi_temp_path scgi;
                    include streaming.conf;
                }
                """);
    }

    private static String replace(String text, String old, String other) {
        assertEquals(2, text.split(old, -1).length, "How often there is " + old);
        return text.replace(old, other);
    }

    /** The result of checking its configuration. */
    static Tool test(Path configuration) throws IOException, InterruptedException {
        Path directory = configuration.getParent();
        return Tool.run(directory, "nginx", "-t", "-p", directory + "/", "-c", configuration.toString());
    }

    /** Starts one in front of these two processes, and returns when it accepts connections. */
    static Nginx start(Path directory, int first, int second) throws IOException {
        int port = FreePort.find();
        Path configuration = configure(directory, port, first, second);
        Process process = new ProcessBuilder(List.of(
                        Tool.find("nginx").orElseThrow().toString(),
                        "-p",
                        directory + "/",
                        "-c",
                        configuration.toString()))
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("output").toFile())
                .start();
        Nginx nginx = new Nginx(process, directory, port);
        await("nginx").until(nginx::acceptsConnections);
        return nginx;
    }

    private boolean acceptsConnections() throws IOException {
        if (!process.isAlive()) {
            throw new IllegalStateException("nginx has ended: " + Files.readString(directory.resolve("output")));
        }
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    int port() {
        return port;
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}

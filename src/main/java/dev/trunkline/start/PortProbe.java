package dev.trunkline.start;

import dev.trunkline.config.Translation;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Looks whether the port can be had before anything else is started: on a JVM the server itself would find out seconds
 * later.
 */
final class PortProbe {

    private static final String HOST = "quarkus.http.host";
    private static final String PORT = "quarkus.http.port";

    private PortProbe() {}

    /** A line for what is in the way; empty if nothing is, or where Quarkus's own settings may say to listen elsewhere. */
    static List<String> faults(Translation translation) {
        Map<String, String> properties = translation.properties();
        if (properties.getOrDefault("quarkus.http.host-enabled", "true").equals("false") || isOverridden(translation)) {
            return List.of();
        }
        try (ServerSocket socket = new ServerSocket()) {
            InetAddress host = InetAddress.getByName(properties.getOrDefault(HOST, "127.0.0.1"));
            socket.bind(new InetSocketAddress(host, Integer.parseInt(properties.getOrDefault(PORT, "4000"))));
            return List.of();
        } catch (IOException taken) {
            return StartFailure.lines(taken);
        }
    }

    private static boolean isOverridden(Translation translation) {
        return translation.isOverridden()
                || Stream.of(HOST, PORT).anyMatch(name -> System.getProperty(name) != null)
                || Files.exists(Path.of("config", "application.properties"));
    }
}

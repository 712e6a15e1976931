package dev.trunkline.start;

import dev.trunkline.config.SocketPath;
import dev.trunkline.config.Translation;
import dev.trunkline.config.WrongValue;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Looks whether the port can be had, or the Unix socket be made, before anything else is started: on a JVM the server itself
 * would find out seconds later.
 */
final class ListeningProbe {

    private static final String HOST = "quarkus.http.host";
    private static final String PORT = "quarkus.http.port";

    private ListeningProbe() {}

    /** A line for what is in the way; empty if nothing is, or where Quarkus's own settings may say to listen elsewhere. */
    static List<String> faults(Translation translation) {
        Map<String, String> properties = translation.properties();
        if (isOverridden(translation)) {
            return List.of();
        }
        if (properties
                .getOrDefault("quarkus.http.domain-socket-enabled", "false")
                .equals("true")) {
            return ofSocket(translation.literal("quarkus.http.domain-socket"));
        }
        return properties.getOrDefault("quarkus.http.host-enabled", "true").equals("true")
                ? ofPort(properties)
                : List.of();
    }

    private static List<String> ofSocket(String path) {
        try {
            SocketPath.require(Path.of(path));
            return List.of();
        } catch (WrongValue wrong) {
            return StartFailure.lines(wrong);
        }
    }

    private static List<String> ofPort(Map<String, String> properties) {
        String host = properties.getOrDefault(HOST, "127.0.0.1");
        String port = properties.getOrDefault(PORT, "4000");
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getByName(host), Integer.parseInt(port)));
            return List.of();
        } catch (IOException taken) {
            return StartFailure.bind(taken, host, port);
        }
    }

    private static boolean isOverridden(Translation translation) {
        return translation.isOverridden()
                || System.getProperties().stringPropertyNames().stream()
                        .anyMatch(name -> name.startsWith("quarkus.http."))
                || Files.exists(Path.of("config", "application.properties"));
    }
}

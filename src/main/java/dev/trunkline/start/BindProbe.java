package dev.trunkline.start;

import dev.trunkline.config.InvalidSetting;
import dev.trunkline.http.UnixSocketPath;
import dev.trunkline.mastodon.Translation;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Tries to bind the port, or looks at the path of the Unix socket, before Quarkus starts: on a JVM the server itself would
 * fail only seconds later.
 */
public final class BindProbe {

    private BindProbe() {}

    /** A line for what cannot be bound; empty if it can, or if settings of Quarkus's own may name another address. */
    static List<String> faults(Translation translation) {
        if (isOverridden(translation)) {
            return List.of();
        }
        Map<String, String> properties = translation.properties();
        if (properties
                .getOrDefault("quarkus.http.domain-socket-enabled", "false")
                .equals("true")) {
            return ofSocket(translation);
        }
        return properties.getOrDefault("quarkus.http.host-enabled", "true").equals("true")
                ? faultsOfPort(translation)
                : List.of();
    }

    private static List<String> ofSocket(Translation translation) {
        try {
            UnixSocketPath.require(Path.of(String.valueOf(translation.valueOrDefault("quarkus.http.domain-socket"))));
            return List.of();
        } catch (InvalidSetting invalid) {
            return new StartFailure(translation).lines(invalid);
        }
    }

    /** A line if the port cannot be bound, whatever has set it; empty if it can. */
    public static List<String> faultsOfPort(Translation translation) {
        String host = String.valueOf(translation.effective("quarkus.http.host"));
        String port = String.valueOf(translation.effective("quarkus.http.port"));
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getByName(host), Integer.parseInt(port)));
            return List.of();
        } catch (IOException taken) {
            return StartFailure.bind(taken, host, port);
        }
    }

    private static boolean isOverridden(Translation translation) {
        return translation.setsQuarkus()
                || System.getProperties().stringPropertyNames().stream()
                        .anyMatch(name -> name.startsWith("quarkus.http."))
                || Files.exists(Path.of("config", "application.properties"));
    }
}

package dev.trunkline.mastodon;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.trunkline.config.AddressRanges;
import java.util.Map;
import java.util.OptionalInt;

/** {@code PORT} and {@code BIND}, or {@code SOCKET} instead: what the server binds. */
final class BindVariables {

    private static final String HOST = "quarkus.http.host";
    private static final String TCP_PORT = "quarkus.http.port";

    static final Map<String, String> DEFAULTS = Map.of(HOST, "127.0.0.1", TCP_PORT, "4000");

    /** Linux's limit for the path of a Unix socket, in bytes. */
    private static final int LONGEST_PATH = 107;

    private static final int HIGHEST_PORT = 65535;

    private BindVariables() {}

    static Part address(Environment environment) {
        String socket = environment.value(Variable.SOCKET);
        if (socket != null) {
            if (socket.getBytes(UTF_8).length > LONGEST_PATH) {
                throw new WrongValue(Variable.SOCKET, "the path is too long; " + LONGEST_PATH + " bytes are the most");
            }
            String file = WrongValue.path(Variable.SOCKET, socket).toString();
            return Part.property(Variable.SOCKET, "quarkus.http.domain-socket", file)
                    .and(Part.property(Variable.SOCKET, "quarkus.http.domain-socket-enabled", "true"))
                    .and(Part.property(Variable.SOCKET, "quarkus.http.host-enabled", "false"));
        }
        String bind = environment.value(Variable.BIND);
        return bind == null ? Part.NONE : Part.property(Variable.BIND, HOST, host(bind.strip()));
    }

    static Part port(Environment environment) {
        // 0 takes any free port.
        OptionalInt port = environment.number(Variable.PORT, 0, HIGHEST_PORT);
        return port.isEmpty() ? Part.NONE : Part.property(Variable.PORT, TCP_PORT, Integer.toString(port.getAsInt()));
    }

    private static String host(String bind) {
        String host = bind.startsWith("[") && bind.endsWith("]") ? bind.substring(1, bind.length() - 1) : bind;
        if (AddressRanges.address(host) == null && !host.matches("[\\w.-]+")) {
            throw new WrongValue(
                    Variable.BIND, "'" + bind + "' is no address; 127.0.0.1, 0.0.0.0, ::1 or [::] would be one");
        }
        return host;
    }
}

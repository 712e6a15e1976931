package dev.trunkline.config;

import static java.nio.charset.StandardCharsets.UTF_8;

/** {@code PORT} and {@code BIND}, or {@code SOCKET} in their place; whose word is taken for where a client is. */
final class Listening {

    /** Linux's bound for the path of a Unix socket, in bytes. */
    private static final int LONGEST_PATH = 107;

    private static final int HIGHEST_PORT = 65535;
    private static final int DEFAULT_PORT = 4000;

    private Listening() {}

    static void translate(Environment environment, Translation to) {
        String socket = environment.value(Variable.SOCKET);
        if (socket != null) {
            if (socket.getBytes(UTF_8).length > LONGEST_PATH) {
                throw new WrongValue(Variable.SOCKET, "the path is too long; " + LONGEST_PATH + " bytes are the most");
            }
            to.put(Variable.SOCKET, "quarkus.http.domain-socket", socket);
            to.put("quarkus.http.domain-socket-enabled", "true");
            to.put("quarkus.http.host-enabled", "false");
            return;
        }
        String bind = environment.value(Variable.BIND);
        if (bind != null) {
            to.put("quarkus.http.host", host(bind.strip()));
        }
    }

    static void port(Environment environment, Translation to) {
        if (environment.has(Variable.PORT)) {
            // 0 takes any free one.
            to.put(
                    "quarkus.http.port",
                    Integer.toString(environment.number(Variable.PORT, 0, HIGHEST_PORT, DEFAULT_PORT)));
        }
    }

    private static String host(String bind) {
        String host = bind.startsWith("[") && bind.endsWith("]") ? bind.substring(1, bind.length() - 1) : bind;
        if (AddressRange.address(host) == null && !host.matches("[\\w.-]+")) {
            throw new WrongValue(
                    Variable.BIND, "'" + bind + "' is no address; 127.0.0.1, 0.0.0.0, ::1 or [::] would be one");
        }
        return host;
    }

    static void trustedProxies(Environment environment, Translation to) {
        String proxies = environment.value(Variable.TRUSTED_PROXY_IP);
        if (proxies != null) {
            try {
                AddressRanges.parse(proxies);
            } catch (IllegalArgumentException wrong) {
                throw new WrongValue(Variable.TRUSTED_PROXY_IP, String.valueOf(wrong.getMessage()));
            }
            to.put("trunkline.trusted-proxies", proxies);
        }
    }
}

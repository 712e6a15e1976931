package dev.trunkline.bench;

import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A server as the command line of {@link ConnectBenchmark} names it.
 *
 * @param name in the figures
 * @param value a path, a command or a URL
 */
record ConnectServer(String name, Kind kind, String value) {
    enum Kind {
        /** Trunkline's jar or executable. */
        PATH,
        /** A command that starts any server with Mastodon's variables. */
        COMMAND,
        /** A server that runs already. */
        BASE_URL
    }

    private static final Pattern NAMED = Pattern.compile("(?<name>[A-Za-z][\\w.-]*)=(?<value>.+)");
    private static final Pattern URL = Pattern.compile("http://(?<host>[\\w.-]+):(?<port>\\d{1,5})/?");

    /** Reads {@code NAME=VALUE}; a value without a name gets one. */
    static ConnectServer of(Kind kind, String option, String text) {
        Matcher named = NAMED.matcher(text.strip());
        String value = named.matches() ? named.group("value") : text.strip();
        if (value.isBlank()) {
            throw new IllegalArgumentException(option + " is empty");
        }
        if (kind == Kind.BASE_URL && !URL.matcher(value).matches()) {
            throw new IllegalArgumentException(option + " is http://HOST:PORT, not " + value);
        }
        return new ConnectServer(named.matches() ? named.group("name") : nameOf(kind, value), kind, value);
    }

    private static String nameOf(Kind kind, String value) {
        return switch (kind) {
            case PATH -> nameOf(Path.of(value));
            case COMMAND -> value.split("\\s+", 2)[0].replaceAll(".*/", "");
            case BASE_URL -> url(value).group("host") + ":" + url(value).group("port");
        };
    }

    /** What a path of Trunkline is. */
    static String nameOf(Path server) {
        return server.toString().endsWith(".jar") ? "jvm" : "native";
    }

    private static Matcher url(String value) {
        Matcher url = URL.matcher(value);
        if (!url.matches()) {
            throw new IllegalArgumentException("not a URL: " + value);
        }
        return url;
    }

    String host() {
        return url(value).group("host");
    }

    int port() {
        return Integer.parseInt(url(value).group("port"));
    }

    ConnectServer renamed(String other) {
        return new ConnectServer(other, kind, value);
    }
}

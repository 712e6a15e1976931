package dev.trunkline.start;

import dev.trunkline.config.ServerUrl;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * URLs of servers as an administrator may show them to others: host, port and database, without users, passwords and
 * parameters. A Unix socket is shown by its path, as it was given.
 */
final class RedactedUrl {

    /** The separator of a list setting: a comma behind a backslash is part of a URL. */
    private static final Pattern SEPARATOR = Pattern.compile("(?<!\\\\),");

    /** What Quarkus allows in front of the URL of PostgreSQL. */
    private static final String VERTX = "vertx-reactive:";

    private static final Pattern SCHEME = Pattern.compile("^[a-z]+:(?=//)");

    private RedactedUrl() {}

    /** @param urls one URL, or several separated by commas */
    static String of(String urls) {
        return Arrays.stream(SEPARATOR.split(urls))
                .map(url -> url.strip().replace("\\,", ","))
                .map(url -> url.startsWith(VERTX) ? url.substring(VERTX.length()) : url)
                .map(RedactedUrl::ofOne)
                .collect(Collectors.joining(","));
    }

    private static String ofOne(String url) {
        ServerUrl parts;
        try {
            parts = ServerUrl.parse(url);
        } catch (IllegalArgumentException unreadable) {
            // Any part of it may belong to a password.
            return SCHEME.matcher(url)
                            .results()
                            .map(scheme -> scheme.group())
                            .findFirst()
                            .orElse("") + "//...";
        }
        return shown(parts).replaceAll("\\p{Cntrl}", " ");
    }

    private static String shown(ServerUrl url) {
        if (url.scheme().equals("unix")) {
            return url.path() + labelled("database", url.query().getOrDefault("db", ""));
        }
        String host = url.query().getOrDefault("host", url.host());
        String port = url.query().getOrDefault("port", url.port() == 0 ? "" : Integer.toString(url.port()));
        String database = database(url);
        if (host.startsWith("/")) {
            return host + labelled("port", port) + labelled("database", database);
        }
        return url.scheme() + "://" + (host.contains(":") ? "[" + host + "]" : host)
                + (port.isEmpty() ? "" : ":" + port)
                + (database.isEmpty() ? "" : "/" + database);
    }

    private static String database(ServerUrl url) {
        String path = url.path().startsWith("/") ? url.path().substring(1) : url.path();
        return path.isEmpty() ? url.query().getOrDefault("db", url.query().getOrDefault("dbname", "")) : path;
    }

    private static String labelled(String label, String value) {
        return value.isEmpty() ? "" : ", " + label + " " + value;
    }
}

package dev.trunkline.config;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The URL of a Redis or PostgreSQL server, split as browsers and Node split it. Unlike {@link java.net.URI} it accepts host
 * names with underscores, and passwords with characters that should be percent-encoded. All parts are decoded.
 *
 * @param scheme in lower case
 * @param user null if there is none or an empty one
 * @param password null if there is none or an empty one
 * @param host without brackets; empty if there is none
 * @param port 0 if there is none
 * @param path without the slash in front, unless the host is empty
 * @param query the parameters that have a value, by name; a plus sign in them stands for a blank
 */
public record ServerUrl(
        String scheme,
        @Nullable String user,
        @Nullable String password,
        String host,
        int port,
        String path,
        Map<String, String> query) {

    private static final Pattern URL = Pattern.compile(
            "(?<scheme>[a-zA-Z][a-zA-Z0-9+.-]*)://(?<authority>[^/?#]*)(?<path>[^?#]*)(?:[?](?<query>[^#]*))?(?:#(?<fragment>.*))?",
            Pattern.DOTALL);
    private static final Pattern HOST_AND_PORT =
            Pattern.compile("(?:\\[(?<six>[^\\]]*)]|(?<name>[^:\\[\\]]*))(?::(?<port>\\d*))?");
    private static final Pattern AT_IN_NAME = Pattern.compile("(^|&)[^=&]*@");

    /** Not digits and dots alone: that would be an address. */
    private static final Pattern NAME = Pattern.compile("(?![0-9.]*$)[a-zA-Z0-9._-]+");

    private static final String UNESCAPED =
            "has no host that can be read; in a password or name / ? # and @ must be %2F %3F %23 and %40";
    private static final Pattern ESCAPE = Pattern.compile("%[0-9a-fA-F]{2}");
    private static final int HIGHEST_PORT = 65535;

    /**
     * Splits a URL.
     *
     * @throws IllegalArgumentException if the text is no URL with a readable host; the message says what is wrong and quotes
     *     no text that may be a password
     */
    public static ServerUrl parse(String text) {
        Matcher url = URL.matcher(text.strip());
        if (!url.matches()) {
            throw new IllegalArgumentException("is no URL");
        }
        String authority = url.group("authority");
        if (endsInPassword(authority, url)) {
            throw new IllegalArgumentException(UNESCAPED);
        }
        int at = authority.lastIndexOf('@');
        Matcher hostAndPort = HOST_AND_PORT.matcher(authority.substring(at + 1));
        if (!hostAndPort.matches()) {
            throw new IllegalArgumentException(UNESCAPED);
        }
        String user = null;
        String password = null;
        if (at >= 0) {
            int colon = authority.indexOf(':');
            boolean both = colon >= 0 && colon < at;
            user = emptyToNull(decode(authority.substring(0, both ? colon : at)));
            password = both ? emptyToNull(decode(authority.substring(colon + 1, at))) : null;
        }
        String host = hostAndPort.group("six") == null ? decode(hostAndPort.group("name")) : hostAndPort.group("six");
        String path = decode(url.group("path"));
        return new ServerUrl(
                url.group("scheme").toLowerCase(Locale.ROOT),
                user,
                password,
                host,
                port(hostAndPort.group("port"), text.strip().indexOf('@', url.end("authority")) < 0),
                host.isEmpty() || path.isEmpty() ? path : path.substring(1),
                query(url.group("query")));
    }

    /**
     * Whether the authority is in truth the beginning of a user and password that hold one of {@code / ? #}: their at sign then
     * follows in path, query or fragment, where no proper URL has one. Only the path of a Unix socket, which follows an empty
     * authority, may hold an at sign.
     */
    private static boolean endsInPassword(String authority, Matcher url) {
        String fragment = url.group("fragment");
        String query = url.group("query");
        return !authority.isEmpty()
                && (url.group("path").contains("@")
                        || (fragment != null && fragment.contains("@"))
                        || (query != null && hasAtInParameterName(query)));
    }

    /**
     * Whether the text, without brackets, is an address or can be a name. Names may have what resolvers accept: compose and swarm
     * put an underscore into them, and begin their last part with a digit.
     */
    public static boolean isHost(String text) {
        return AddressRanges.address(text) != null || NAME.matcher(text).matches();
    }

    /**
     * Whether a parameter's name, or a parameter without a value, holds an at sign: the query, the text behind the question
     * mark, is then most likely the end of a password that holds the question mark.
     */
    public static boolean hasAtInParameterName(String query) {
        return AT_IN_NAME.matcher(query).find();
    }

    /** @param quotable whether the digits cannot be a part of a password */
    private static int port(@Nullable String digits, boolean quotable) {
        if (digits == null || digits.isEmpty()) {
            return 0;
        }
        int port = digits.length() > 5 ? 0 : Integer.parseInt(digits);
        if (port < 1 || port > HIGHEST_PORT) {
            throw new IllegalArgumentException(
                    (quotable ? "has the port " + digits : "has a port that cannot be") + "; ports are 1 to 65535");
        }
        return port;
    }

    private static Map<String, String> query(@Nullable String text) {
        Map<String, String> query = new HashMap<>();
        for (String parameter : text == null ? new String[0] : text.split("&")) {
            int equals = parameter.indexOf('=');
            if (equals > 0) {
                query.put(decodeBlanks(parameter.substring(0, equals)), decodeBlanks(parameter.substring(equals + 1)));
            }
        }
        return Map.copyOf(query);
    }

    private static String decodeBlanks(String text) {
        return decode(text.replace('+', ' '));
    }

    /** Decodes percent escapes; any other percent sign stands for itself. */
    private static String decode(String text) {
        ByteArrayOutputStream decoded = new ByteArrayOutputStream();
        Matcher escape = ESCAPE.matcher(text);
        int from = 0;
        while (escape.find()) {
            decoded.writeBytes(text.substring(from, escape.start()).getBytes(StandardCharsets.UTF_8));
            decoded.write(Integer.parseInt(text.substring(escape.start() + 1, escape.end()), 16));
            from = escape.end();
        }
        decoded.writeBytes(text.substring(from).getBytes(StandardCharsets.UTF_8));
        return decoded.toString(StandardCharsets.UTF_8);
    }

    /** Escapes all characters but ASCII letters, digits and {@code -._~}, so that every parser reads the same text. */
    public static String encode(String text) {
        StringBuilder encoded = new StringBuilder();
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            char character = (char) (octet & 0xFF);
            if (character < 0x80 && (Character.isLetterOrDigit(character) || "-._~".indexOf(character) >= 0)) {
                encoded.append(character);
            } else {
                encoded.append(String.format("%%%02X", octet & 0xFF));
            }
        }
        return encoded.toString();
    }

    private static @Nullable String emptyToNull(String text) {
        return text.isEmpty() ? null : text;
    }
}

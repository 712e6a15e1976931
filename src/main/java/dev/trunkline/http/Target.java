package dev.trunkline.http;

import dev.trunkline.stream.StreamName;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The target of a request as the routes know it. Clients are met as leniently as Mastodon's server meets them (protocol,
 * sections 3 and 5), while the routes, REST and the WebSocket handshake take nothing but a URI and the exact path.
 */
final class Target {

    static final String HEALTH = StreamName.ROOT + "/health";
    static final String METRICS = "/metrics";
    static final String ICON = "/favicon.ico";
    /** The paths that are met in any case and with a slash behind them. */
    private static final Set<String> LENIENT = Set.of(HEALTH, METRICS, ICON);
    /** What a URI may contain besides letters, digits and escapes (RFC 3986, section 2). */
    private static final String PUNCTUATION = "-._~:/?#[]@!$&'()*+,;=";

    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private Target() {}

    /**
     * The target that stands for the one that was sent; empty if that one is refused. A fragment falls away, which a target
     * should not have.
     *
     * @param uri the target as it was sent, a character for each byte
     * @param path its path
     * @param handshake whether the request asks for a WebSocket, which opens on every path
     */
    static Optional<String> of(String uri, String path, boolean handshake) {
        if (uri.chars().anyMatch(Target::isControl)) {
            return Optional.empty();
        }
        String plainPath = upToFragment(path);
        if (DotSegments.in(plainPath)) {
            return Optional.empty();
        }
        String target = escaped(upToFragment(uri));
        if (!handshake && isPathAmbiguous(uri)) {
            return Optional.empty();
        }
        String known = handshake ? StreamName.ROOT : lenient(plainPath);
        if (known != null) {
            int query = target.indexOf('?');
            target = query < 0 ? known : known + target.substring(query);
        }
        return isUri(target) ? Optional.of(target) : Optional.empty();
    }

    /** Whether a proxy may see another path: a fragment is not dropped by all, and Vert.x looks for the path behind a query. */
    private static boolean isPathAmbiguous(String uri) {
        int query = uri.indexOf('?');
        String hierarchy = query < 0 ? uri : uri.substring(0, query);
        int authority = hierarchy.indexOf("://");
        boolean withoutPath = authority >= 0 && hierarchy.indexOf('/', authority + "://".length()) < 0;
        return hierarchy.indexOf('#') >= 0 || (withoutPath && uri.length() > hierarchy.length());
    }

    private static String upToFragment(String text) {
        int fragment = text.indexOf('#');
        return fragment < 0 ? text : text.substring(0, fragment);
    }

    /** No control character is part of a spelling that somebody means. */
    private static boolean isControl(int c) {
        return c < ' ' || c == 0x7F;
    }

    /** The exact spelling of a path that is met in others too, null for all other paths. */
    private static @Nullable String lenient(String path) {
        String spelling = path.toLowerCase(Locale.ROOT);
        String known = spelling.endsWith("/") ? spelling.substring(0, spelling.length() - 1) : spelling;
        return LENIENT.contains(known) ? known : null;
    }

    /** What a URI must not contain as it is stands for itself. */
    private static String escaped(String uri) {
        StringBuilder escaped = new StringBuilder(uri.length());
        for (int i = 0; i < uri.length(); i++) {
            char c = uri.charAt(i);
            if (c == '%' ? isEscape(uri, i) : isAllowed(c)) {
                escaped.append(c);
            } else {
                escaped.append('%').append(HEX.toHexDigits((byte) c));
            }
        }
        return escaped.toString();
    }

    private static boolean isAllowed(char c) {
        return c < 0x80 && (Character.isLetterOrDigit(c) || PUNCTUATION.indexOf(c) >= 0);
    }

    private static boolean isEscape(String uri, int percent) {
        return percent + 2 < uri.length()
                && HexFormat.isHexDigit(uri.charAt(percent + 1))
                && HexFormat.isHexDigit(uri.charAt(percent + 2));
    }

    /** The check that Quarkus makes, whose answer would be empty. The escapes of a target that passes it can be decoded. */
    private static boolean isUri(String target) {
        try {
            new URI(target);
            return true;
        } catch (URISyntaxException malformed) {
            return false;
        }
    }
}

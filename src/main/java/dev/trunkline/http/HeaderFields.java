package dev.trunkline.http;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.Arrays;
import java.util.List;

/**
 * The header fields of one name, which are one list (RFC 9110, section 5.3): proxies add a field of their own instead of
 * extending the one that is there.
 */
final class HeaderFields {

    /**
     * What this server, Vert.x or Quarkus reads. A header that may come only once has no valid value when it is joined.
     * {@code Authorization} is no list: its first field counts, as for Mastodon's server. Several of {@code Host} and
     * {@code Content-Length} are refused.
     */
    private static final List<CharSequence> READ = List.of(
            HttpHeaders.CONNECTION,
            HttpHeaders.UPGRADE,
            HttpHeaders.TRANSFER_ENCODING,
            HttpHeaders.ACCEPT,
            HttpHeaders.ACCEPT_ENCODING,
            HttpHeaders.ACCESS_CONTROL_REQUEST_HEADERS,
            "X-Forwarded-For",
            "Sec-WebSocket-Protocol",
            "Sec-WebSocket-Extensions",
            "Sec-WebSocket-Key",
            "Sec-WebSocket-Version");

    private HeaderFields() {}

    /** Makes one field of several with the same name, in their order, for everybody who reads the first one only. */
    static void join(MultiMap headers) {
        for (CharSequence name : READ) {
            List<String> fields = headers.getAll(name);
            if (fields.size() > 1) {
                headers.set(name, String.join(", ", fields));
            }
        }
    }

    /** The elements of the list that a header's fields make up; empty ones do not count. */
    static List<String> elements(MultiMap headers, CharSequence name) {
        return headers.getAll(name).stream()
                .flatMap(field -> Arrays.stream(field.split(",", -1)))
                .map(String::strip)
                .filter(element -> !element.isEmpty())
                .toList();
    }

    /** Whether that list has this element, in any case. */
    static boolean contain(MultiMap headers, CharSequence name, CharSequence element) {
        return elements(headers, name).stream().anyMatch(element.toString()::equalsIgnoreCase);
    }
}

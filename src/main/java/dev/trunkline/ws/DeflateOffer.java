package dev.trunkline.ws;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a client offers in {@code Sec-WebSocket-Extensions} (RFC 6455, section 9.1), and the answer to the first offer of {@code
 * permessage-deflate} that can be accepted (RFC 7692, section 7). Each message stands alone, in both directions: the frames that
 * the server sends are shared, and of what a client sends nothing is kept.
 */
final class DeflateOffer {

    /** The field in which a client offers and the server answers. */
    static final String FIELD = "Sec-WebSocket-Extensions";

    private static final String NAME = "permessage-deflate";
    private static final String SERVER_ALONE = "server_no_context_takeover";
    private static final String CLIENT_ALONE = "client_no_context_takeover";
    private static final String SERVER_WINDOW = "server_max_window_bits";
    private static final String CLIENT_WINDOW = "client_max_window_bits";

    /** The JDK's compression always refers as far back as this. */
    private static final String WHOLE_WINDOW = "15";

    private static final String ANSWER = NAME + "; " + SERVER_ALONE + "; " + CLIENT_ALONE;

    private static final String MARKS = "!#$%&'*+-.^_`|~";

    private final String field;
    private int place;

    private DeflateOffer(String field) {
        this.field = field;
    }

    /**
     * The server's answer; empty if nothing can be accepted, or the field is malformed: the socket then goes without compression.
     *
     * @param field null if the client offers nothing
     */
    static Optional<String> answer(@Nullable String field) {
        return field == null ? Optional.empty() : new DeflateOffer(field).first();
    }

    /** Reads all offers, as one that is malformed spoils the field. */
    private Optional<String> first() {
        Optional<String> first = Optional.empty();
        while (true) {
            while (passes(',')) {
                // Elements of a list may be empty (RFC 9110, section 5.6.1).
            }
            if (place == field.length()) {
                return first;
            }
            String name = token();
            if (name == null) {
                return Optional.empty();
            }
            String answer = name.equals(NAME) ? ANSWER : null;
            Set<String> seen = new HashSet<>();
            while (passes(';')) {
                String parameter = token();
                boolean valued = parameter != null && passes('=');
                String value = valued ? value() : null;
                if (parameter == null || (valued && value == null)) {
                    return Optional.empty();
                }
                answer = answer != null && seen.add(parameter) ? with(parameter, value, answer) : null;
            }
            if (place < field.length() && field.charAt(place) != ',') {
                return Optional.empty();
            }
            if (first.isEmpty()) {
                first = Optional.ofNullable(answer);
            }
        }
    }

    /** The answer after one more parameter of its offer; null if the offer has to be declined. */
    private static @Nullable String with(String parameter, @Nullable String value, String answer) {
        return switch (parameter) {
            case SERVER_ALONE, CLIENT_ALONE -> value == null ? answer : null;
            case CLIENT_WINDOW -> value == null || value.matches("[89]|1[0-5]") ? answer : null;
            case SERVER_WINDOW -> WHOLE_WINDOW.equals(value) ? answer + "; " + SERVER_WINDOW + "=" + value : null;
            default -> null;
        };
    }

    /** Passes the character, with any space before and behind it; false if another comes. */
    private boolean passes(char separator) {
        passSpace();
        if (place == field.length() || field.charAt(place) != separator) {
            return false;
        }
        place++;
        passSpace();
        return true;
    }

    private void passSpace() {
        while (place < field.length() && (field.charAt(place) == ' ' || field.charAt(place) == '\t')) {
            place++;
        }
    }

    /** A token, or null if none comes. */
    private @Nullable String token() {
        int start = place;
        while (place < field.length() && inToken(field.charAt(place))) {
            place++;
        }
        return place == start ? null : field.substring(start, place);
    }

    /** A token, or one in quotation marks; null if neither comes. */
    private @Nullable String value() {
        if (place == field.length() || field.charAt(place) != '"') {
            return token();
        }
        StringBuilder value = new StringBuilder();
        for (place++; place < field.length() && field.charAt(place) != '"'; place++) {
            if (field.charAt(place) == '\\' && place + 1 < field.length()) {
                place++;
            }
            if (!inToken(field.charAt(place))) {
                return null;
            }
            value.append(field.charAt(place));
        }
        if (place == field.length() || value.isEmpty()) {
            return null;
        }
        place++;
        return value.toString();
    }

    private static boolean inToken(char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || MARKS.indexOf(c) >= 0;
    }
}

package dev.trunkline.broadcast;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A system channel (protocol, section 6), without the namespace.
 *
 * @param id the row id of the token or account whose channel it is
 */
public record SystemChannel(Kind kind, long id) {

    /** Whose channel it is. */
    public enum Kind {
        /** {@code kill} ends the connections of one token. */
        TOKEN("timeline:access_token:"),

        /** {@code kill} ends the connections of one account, and {@code filters_changed} arrives. */
        ACCOUNT("timeline:system:");

        private final String prefix;

        Kind(String prefix) {
            this.prefix = prefix;
        }
    }

    /** The patterns that match every system channel. */
    static List<String> patterns(Namespace namespace) {
        return Arrays.stream(Kind.values())
                .map(kind -> namespace.pattern(kind.prefix))
                .toList();
    }

    /** What an access list of Redis needs for them: it takes a pattern for permitted only where it has that very pattern. */
    static String rights(Namespace namespace) {
        return "+psubscribe &" + String.join(" &", patterns(namespace));
    }

    /** The system channel of that name; empty if it is none. */
    static Optional<SystemChannel> named(String name) {
        for (Kind kind : Kind.values()) {
            if (name.startsWith(kind.prefix)) {
                return id(name.substring(kind.prefix.length())).map(id -> new SystemChannel(kind, id));
            }
        }
        return Optional.empty();
    }

    private static Optional<Long> id(String digits) {
        try {
            return Optional.of(Long.parseLong(digits));
        } catch (NumberFormatException none) {
            return Optional.empty();
        }
    }

    String name() {
        return kind.prefix + id;
    }
}

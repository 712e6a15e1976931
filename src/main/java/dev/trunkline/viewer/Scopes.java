package dev.trunkline.viewer;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The OAuth scopes of a token, and what they allow (protocol, section 3). */
public record Scopes(Set<String> names) {

    private static final String READ = "read";
    private static final String READ_NOTIFICATIONS = "read:notifications";

    public Scopes {
        names = Set.copyOf(names);
    }

    /** Parses the scopes as Mastodon stores them, separated by spaces; null stands for no scopes. */
    public static Scopes parse(@Nullable String separated) {
        return new Scopes(
                separated == null
                        ? Set.of()
                        : new HashSet<>(Arrays.asList(separated.trim().split(" +"))));
    }

    /** Whether the token may be used for what needs the given scope; {@code read} includes all scopes needed here. */
    public boolean allow(String needed) {
        return names.contains(READ) || names.contains(needed);
    }

    /** Whether the {@code user} stream carries notifications too (protocol, section 2). */
    public boolean allowNotifications() {
        return allow(READ_NOTIFICATIONS);
    }
}

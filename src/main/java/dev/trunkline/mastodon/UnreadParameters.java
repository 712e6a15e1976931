package dev.trunkline.mastodon;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Parameters of a URL that have no effect here. An administrator who sets one expects one. */
final class UnreadParameters {

    private UnreadParameters() {}

    /**
     * A line that names them, without their values; none if all are read.
     *
     * @param query the parameters of the URL
     * @param read the names of those that are read
     */
    static Part warning(Variable variable, Map<String, String> query, Set<String> read) {
        Set<String> unread = new TreeSet<>(query.keySet());
        unread.removeAll(read);
        if (unread.isEmpty()) {
            return Part.NONE;
        }
        boolean one = unread.size() == 1;
        String names = mayHoldPassword(query, unread)
                ? (one ? "a parameter" : unread.size() + " parameters")
                : (one ? "the parameter " : "the parameters ") + String.join(", ", unread);
        return Part.warning(variable + ": " + names + " of the URL " + (one ? "is" : "are") + " not read");
    }

    /** Whether a name may be the end of a password with a question mark or an ampersand that should have been encoded. */
    private static boolean mayHoldPassword(Map<String, String> query, Set<String> unread) {
        return query.containsKey("password")
                || query.values().stream().anyMatch(value -> value.contains("@"))
                || !unread.stream().allMatch(name -> name.matches("[A-Za-z][A-Za-z0-9_.-]{0,40}"));
    }
}

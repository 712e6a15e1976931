package dev.trunkline.bench;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The stream of a server's connections, and their accounts.
 *
 * @param name as on the command line and in the figures
 * @param stream the stream's name
 * @param eachItsOwnAccount whether each connection has an account of its own, or all have the same one
 * @param ids whether the clients want ids, so that the events are kept
 * @param compressed whether they take compressed events
 * @param filters the viewers' keyword filters; null if the stream's statuses go through no checks
 */
record Scenario(
        String name,
        String stream,
        boolean eachItsOwnAccount,
        boolean ids,
        boolean compressed,
        @Nullable ViewerFilters filters) {
    static final String USER = "user";
    static final String PUBLIC = "public";
    static final String FILTERED = "public+filters";
    static final String USER_IDS = "user+ids";
    static final String PUBLIC_IDS = "public+ids";
    private static final String COMPRESSED = "+compressed";
    static final List<String> NAMES = List.of(PUBLIC, USER, FILTERED, PUBLIC_IDS, USER_IDS);

    static Scenario of(String name, boolean eachItsOwnAccount, ViewerFilters filters) {
        return switch (name) {
            case USER -> new Scenario(name, USER, eachItsOwnAccount, false, false, null);
            case USER_IDS -> new Scenario(name, USER, eachItsOwnAccount, true, false, null);
            case PUBLIC -> new Scenario(name, PUBLIC, eachItsOwnAccount, false, false, ViewerFilters.NONE);
            case PUBLIC_IDS -> new Scenario(name, PUBLIC, eachItsOwnAccount, true, false, ViewerFilters.NONE);
            default -> new Scenario(name, PUBLIC, eachItsOwnAccount, false, false, filters);
        };
    }

    /** The same with clients that take compressed events. */
    Scenario withCompression() {
        return new Scenario(name + COMPRESSED, stream, eachItsOwnAccount, ids, true, filters);
    }

    /** The name of the same with clients that take them as they are. */
    String plainName() {
        return compressed ? name.substring(0, name.length() - COMPRESSED.length()) : name;
    }

    ViewerAccounts viewers(int connections) {
        return new ViewerAccounts(eachItsOwnAccount ? connections : 1);
    }
}

package dev.trunkline.bench;

import org.jspecify.annotations.Nullable;

/**
 * What the connections of a server listen to and who has them.
 *
 * @param name as on the command line and in the figures
 * @param stream the stream's name
 * @param eachItsOwnAccount whether each connection is of another account, or all are of one
 * @param filters the viewers' keyword filters; null where the stream's statuses go through no checks
 */
record Scenario(
        String name,
        String stream,
        boolean eachItsOwnAccount,
        @Nullable ViewerFilters filters) {
    static final String USER = "user";
    static final String PUBLIC = "public";
    static final String FILTERED = "public+filters";

    static Scenario of(String name, boolean eachItsOwnAccount, ViewerFilters filters) {
        return switch (name) {
            case USER -> new Scenario(name, USER, eachItsOwnAccount, null);
            case PUBLIC -> new Scenario(name, PUBLIC, eachItsOwnAccount, ViewerFilters.NONE);
            default -> new Scenario(name, PUBLIC, eachItsOwnAccount, filters);
        };
    }

    ViewerAccounts viewers(int connections) {
        return new ViewerAccounts(eachItsOwnAccount ? connections : 1);
    }
}

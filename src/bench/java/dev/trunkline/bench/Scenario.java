package dev.trunkline.bench;

import org.jspecify.annotations.Nullable;

/**
 * The stream of a server's connections, and their accounts.
 *
 * @param name as on the command line and in the figures
 * @param stream the stream's name
 * @param eachItsOwnAccount whether each connection has an account of its own, or all have the same one
 * @param filters the viewers' keyword filters; null if the stream's statuses go through no checks
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

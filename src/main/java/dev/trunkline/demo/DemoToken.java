package dev.trunkline.demo;

/**
 * An access token. Its text is readable on purpose: these are typed into terminals.
 *
 * @param note what is special about it, empty for nothing
 */
record DemoToken(long id, String token, DemoUser user, String scopes, State state, String note) {

    /** What has become of a token. */
    enum State {
        GOOD,
        EXPIRED,
        REVOKED
    }
}

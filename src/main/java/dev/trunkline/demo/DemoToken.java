package dev.trunkline.demo;

/**
 * An access token. Its text is readable because people type it into terminals.
 *
 * @param note for the page, empty for an ordinary token
 */
record DemoToken(long id, String token, DemoUser user, String scopes, State state, String note) {

    /** The state of a token. */
    enum State {
        GOOD,
        EXPIRED,
        REVOKED
    }
}

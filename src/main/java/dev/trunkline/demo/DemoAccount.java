package dev.trunkline.demo;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An account of the demo's cast.
 *
 * @param domain of another server, null for a local account
 * @param languages in which the account writes
 */
record DemoAccount(
        long id, String username, @Nullable String domain, String displayName, String note, List<String> languages) {

    boolean local() {
        return domain == null;
    }

    /** {@code alice} for a local account, {@code faye@science.example} for a remote one. */
    String acct() {
        return domain == null ? username : username + "@" + domain;
    }

    /** The host in its addresses. */
    String host() {
        return domain == null ? Cast.LOCAL_DOMAIN : domain;
    }
}

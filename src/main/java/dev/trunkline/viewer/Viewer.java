package dev.trunkline.viewer;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who listens: what a good token says of its owner (protocol, section 3), or nobody in particular.
 *
 * @param tokenId the token's row id; 0 for an anonymous viewer
 * @param accountId the account's row id; 0 for an anonymous viewer
 * @param scopes what the token opens
 * @param chosenLanguages the languages whose statuses the viewer wants; null for all
 * @param permissions bits of the role together with everybody's
 */
public record Viewer(
        long tokenId,
        long accountId,
        Scopes scopes,
        @Nullable Set<String> chosenLanguages,
        long permissions) {

    /** Who reads public streams without a token. */
    public static final Viewer ANONYMOUS = new Viewer(0, 0, new Scopes(Set.of()), null, 0);

    private static final long ADMINISTRATOR = 1L;
    private static final long VIEW_FEEDS = 1L << 20;

    public boolean anonymous() {
        return accountId == 0;
    }

    /** Whether feed access settings do not bind this viewer (protocol, section 6, check 1). */
    public boolean mayViewFeeds() {
        return (permissions & (ADMINISTRATOR | VIEW_FEEDS)) != 0;
    }
}

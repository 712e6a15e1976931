package dev.trunkline.viewer;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who has opened a connection: the owner of a valid token (protocol, section 3), or an anonymous viewer.
 *
 * @param tokenId the token's row id; 0 for an anonymous viewer
 * @param accountId the account's row id; 0 for an anonymous viewer
 * @param scopes the token's scopes
 * @param chosenLanguages the languages whose statuses the viewer wants; null for all
 * @param permissions the permission bits of the viewer's role and of the role that everybody has
 */
public record Viewer(
        long tokenId,
        long accountId,
        Scopes scopes,
        @Nullable Set<String> chosenLanguages,
        long permissions) {

    /** A viewer without a token. */
    public static final Viewer ANONYMOUS = new Viewer(0, 0, new Scopes(Set.of()), null, 0);

    private static final long ADMINISTRATOR = 1L;
    private static final long VIEW_FEEDS = 1L << 20;

    public boolean anonymous() {
        return accountId == 0;
    }

    /** Whether this viewer is exempt from the feed access settings (protocol, section 6, check 1). */
    public boolean mayViewFeeds() {
        return (permissions & (ADMINISTRATOR | VIEW_FEEDS)) != 0;
    }
}

package dev.trunkline.audience;

import dev.trunkline.viewer.Viewer;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A viewer as the audience of one stream sees it: the facts that the checks without I/O need (protocol, section 6). They are
 * copied into one object because each delivery reads them, and following references costs more than comparing.
 *
 * @param account the viewer's account, 0 for an anonymous viewer
 * @param languages the languages of the statuses that the viewer wants; null for all
 * @param local whether the viewer may see statuses of this server's accounts in the feed
 * @param remote whether the viewer may see statuses of other servers' accounts in the feed
 * @param localOnly whether the viewer may see local-only posts
 */
public record Listener(
        long account, @Nullable Set<String> languages, boolean local, boolean remote, boolean localOnly) {

    /**
     * The listener for a viewer's subscription.
     *
     * @param access which statuses of the feed the viewer may see
     * @param carriesLocalOnly whether the stream carries local-only posts, which only viewers with an account may see
     */
    public static Listener of(Viewer viewer, FeedAccess access, boolean carriesLocalOnly) {
        return new Listener(
                viewer.accountId(),
                viewer.chosenLanguages(),
                access.local(),
                access.remote(),
                carriesLocalOnly && !viewer.anonymous());
    }

    boolean anonymous() {
        return account == 0;
    }

    /** Whether a status passes the checks without I/O: feed access, local-only and language. */
    boolean wants(Status status) {
        if (!(status.local() ? local : remote) || (status.localOnly() && !localOnly)) {
            return false;
        }
        String language = status.language();
        return languages == null || (language != null && languages.contains(language));
    }
}

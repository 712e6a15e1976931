package dev.trunkline.audience;

import dev.trunkline.viewer.Viewer;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who listens to one stream, with what can be said of any status without asking anybody (protocol, section 6). All in one
 * object: each delivery looks at it, and to follow references costs more than to compare.
 *
 * @param account the viewer's, 0 for an anonymous one
 * @param languages those whose statuses the viewer wants; null for all
 * @param local whether the feed lets the viewer have statuses of this server's accounts
 * @param remote whether those of other servers'
 * @param localOnly whether local-only posts may come
 */
public record Listener(
        long account, @Nullable Set<String> languages, boolean local, boolean remote, boolean localOnly) {

    /**
     * A viewer's listening.
     *
     * @param access which statuses the feed lets the viewer have
     * @param carriesLocalOnly whether the stream carries local-only posts, which need an account besides
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

    /** Whether neither feed access nor the kind of post nor its language keeps a status from the listener. */
    boolean wants(Status status) {
        if (!(status.local() ? local : remote) || (status.localOnly() && !localOnly)) {
            return false;
        }
        String language = status.language();
        return languages == null || (language != null && languages.contains(language));
    }
}

package dev.trunkline.audience;

import dev.trunkline.viewer.Viewer;
import java.util.Set;

/**
 * Who listens to one stream, with what can be said of any status without asking anybody (protocol, section 6).
 *
 * @param viewer whose listening it is
 * @param access which statuses the feed lets the viewer have
 * @param localOnly whether the stream carries local-only posts, which need an account besides
 */
public record Listener(Viewer viewer, FeedAccess access, boolean localOnly) {

    /** Whether neither feed access nor the kind of post nor its language keeps a status from the listener. */
    boolean wants(Status status) {
        if (!(status.local() ? access.local() : access.remote())) {
            return false;
        }
        if (status.localOnly() && (!localOnly || viewer.anonymous())) {
            return false;
        }
        Set<String> languages = viewer.chosenLanguages();
        String language = status.language();
        return languages == null || (language != null && languages.contains(language));
    }
}

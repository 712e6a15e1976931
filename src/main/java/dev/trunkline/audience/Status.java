package dev.trunkline.audience;

import dev.trunkline.filter.SearchableText;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The facts about a status that the checks need (protocol, section 6).
 *
 * @param author the author's account id
 * @param domain the domain of the author's address, as published; null for an account of this server
 * @param local whether the feed access settings take the author for an account of this server
 * @param mentioned the ids of the mentioned accounts
 * @param language null if the status has none
 * @param localOnly whether it is one of glitch-soc's local-only posts
 * @param filtered whether the payload has a {@code filtered} member already
 * @param text the text that keyword filters search
 */
record Status(
        long author,
        @Nullable String domain,
        boolean local,
        Set<Long> mentioned,
        @Nullable String language,
        boolean localOnly,
        boolean filtered,
        SearchableText text) {

    /** Whose relationships decide who may see it. */
    StatusPeople people() {
        return new StatusPeople(author, domain, mentioned);
    }
}

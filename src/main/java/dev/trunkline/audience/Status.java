package dev.trunkline.audience;

import dev.trunkline.filter.SearchableText;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the checks have to know of a status (protocol, section 6).
 *
 * @param author the account's id
 * @param domain of the author's address, as published; null for an account of this server
 * @param local whether the author is of this server, as the feeds' access settings see it
 * @param mentioned ids of those mentioned
 * @param language null if it has none
 * @param localOnly whether it is one of glitch-soc's posts that stay on this server
 * @param filtered whether it has a {@code filtered} member already
 * @param text what keyword filters search
 */
record Status(
        long author,
        @Nullable String domain,
        boolean local,
        Set<Long> mentioned,
        @Nullable String language,
        boolean localOnly,
        boolean filtered,
        SearchableText text) {}

package dev.trunkline.audience;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whose relationships decide who may see a status (protocol, section 6, check 3).
 *
 * @param author the author's account id
 * @param domain the author's domain, as {@code acct} spells it; null for a local author
 * @param mentioned the ids of the mentioned accounts
 */
record StatusPeople(long author, @Nullable String domain, Set<Long> mentioned) {

    /** More mentions than a person writes. */
    private static final int CROWD = 50;

    /** Whether there are so many that their relationships may take long to find. */
    boolean isCrowd() {
        return mentioned.size() > CROWD;
    }
}

package dev.trunkline.audience;

import dev.trunkline.event.Event;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What was found out about one status for some accounts, all in one go. */
sealed interface Answer {

    /** What an account gets; null if nothing. */
    @Nullable
    Event eventFor(long account);

    /**
     * The checks were made.
     *
     * @param hidden who may not see it
     * @param matched what those get whose keyword filters match
     * @param unmatched what all others get
     */
    record Checked(Set<Long> hidden, Map<Long, Event> matched, Event unmatched) implements Answer {
        @Override
        public @Nullable Event eventFor(long account) {
            return hidden.contains(account) ? null : matched.getOrDefault(account, unmatched);
        }
    }

    /** The checks could not be made. */
    record Failed(Withheld reason, String detail) implements Answer {
        @Override
        public @Nullable Event eventFor(long account) {
            return null;
        }
    }
}

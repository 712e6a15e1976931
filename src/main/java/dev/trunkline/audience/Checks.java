package dev.trunkline.audience;

import dev.trunkline.config.Settings;
import dev.trunkline.database.DatabaseUnavailable;
import dev.trunkline.filter.FiltersOverloaded;
import dev.trunkline.filter.KeywordFilters;
import dev.trunkline.filter.TextTooCostly;
import io.smallrye.mutiny.CompositeException;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Makes the checks of one status that somebody has to be asked for: relationships and keyword filters (protocol, section 6,
 * checks 3 and 4), both at once, for many accounts together.
 */
@ApplicationScoped
class Checks {

    private final Relationships relationships;
    private final KeywordFilters filters;
    private final Duration limit;

    Checks(Relationships relationships, KeywordFilters filters, Settings settings) {
        this.relationships = relationships;
        this.filters = filters;
        this.limit = settings.checkTimeLimit();
    }

    /** Asks at once, never fails, and answers within the time limit; the answer may come on any thread. */
    Uni<Answer> of(Status status, Set<Long> accounts) {
        long[] asked = accounts.stream().mapToLong(Long::longValue).toArray();
        long[] mentioned =
                status.mentioned().stream().mapToLong(Long::longValue).toArray();
        Uni<Set<Long>> hidden = Uni.createFrom()
                .deferred(() -> relationships.hiding(status.author(), status.domain(), mentioned, asked));
        Uni<Map<Long, byte[]>> matches =
                status.filtered() ? Uni.createFrom().item(Map.of()) : filters.matches(accounts, status.text());
        return Uni.combine()
                .all()
                .unis(hidden, matches)
                // Of two failures the second would come to nobody otherwise, and be logged with its stack trace.
                .collectFailures()
                .with((hiding, matching) -> checked(status, hiding, matching))
                .ifNoItem()
                .after(limit)
                .fail()
                .onFailure()
                .recoverWithItem(Checks::failed);
    }

    private static Answer checked(Status status, Set<Long> hidden, Map<Long, byte[]> matches) {
        if (status.filtered()) {
            return new Answer.Checked(hidden, Map.of(), Verdict.AS_PUBLISHED);
        }
        Map<Long, Verdict> matched = new HashMap<>();
        matches.forEach((account, results) -> matched.put(account, Verdict.matched(results)));
        return new Answer.Checked(hidden, matched, Verdict.UNMATCHED);
    }

    private static Answer failed(Throwable failure) {
        Throwable first = failure instanceof CompositeException several
                ? several.getCauses().get(0)
                : failure;
        if (first instanceof TimeoutException || first.getCause() instanceof TimeoutException) {
            return new Answer.Failed(Withheld.TIMEOUT, "the checks took too long");
        }
        if (first instanceof DatabaseUnavailable) {
            return new Answer.Failed(Withheld.DATABASE, "PostgreSQL is away or refuses us");
        }
        if (first instanceof FiltersOverloaded) {
            return new Answer.Failed(Withheld.OVERLOAD, "too many texts wait for the keyword filters");
        }
        if (first instanceof TextTooCostly) {
            return new Answer.Failed(Withheld.TOO_COSTLY, "the text takes too long to search for keywords");
        }
        return Answer.Failed.of(first);
    }
}

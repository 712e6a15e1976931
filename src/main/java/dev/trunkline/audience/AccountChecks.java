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
 * Makes the checks of one status that depend on the account: relationships and keyword filters (protocol, section 6, checks 3
 * and 4). Both run at the same time, for many accounts together.
 */
@ApplicationScoped
class AccountChecks {

    private final Relationships relationships;
    private final KeywordFilters filters;
    private final Duration limit;

    AccountChecks(Relationships relationships, KeywordFilters filters, Settings settings) {
        this.relationships = relationships;
        this.filters = filters;
        this.limit = settings.checkTimeLimit();
    }

    /** Starts the checks at once. The result comes within the time limit, on any thread; the {@code Uni} never fails. */
    Uni<CheckResult> of(Status status, Set<Long> accounts) {
        long[] ids = accounts.stream().mapToLong(Long::longValue).toArray();
        long[] mentioned =
                status.mentioned().stream().mapToLong(Long::longValue).toArray();
        Uni<Set<Long>> hidden =
                Uni.createFrom().deferred(() -> relationships.hiding(status.author(), status.domain(), mentioned, ids));
        Uni<Map<Long, byte[]>> matches =
                status.filtered() ? Uni.createFrom().item(Map.of()) : filters.matches(accounts, status.text());
        return Uni.combine()
                .all()
                .unis(hidden, matches)
                // Without this the second of two failures is dropped, and Mutiny logs it with its stack trace.
                .collectFailures()
                .with((hiding, matching) -> checked(status, hiding, matching))
                .ifNoItem()
                .after(limit)
                .fail()
                .onFailure()
                .recoverWithItem(AccountChecks::failed);
    }

    private static CheckResult checked(Status status, Set<Long> hidden, Map<Long, byte[]> matches) {
        if (status.filtered()) {
            return new CheckResult.Complete(hidden, Map.of(), Verdict.AS_PUBLISHED);
        }
        Map<Long, Verdict> matched = new HashMap<>();
        matches.forEach((account, results) -> matched.put(account, Verdict.matched(results)));
        return new CheckResult.Complete(hidden, matched, Verdict.UNMATCHED);
    }

    private static CheckResult failed(Throwable failure) {
        Throwable first = failure instanceof CompositeException several
                ? several.getCauses().get(0)
                : failure;
        if (first instanceof TimeoutException || first.getCause() instanceof TimeoutException) {
            return new CheckResult.Failed(Withheld.TIMEOUT, "the checks took too long");
        }
        if (first instanceof DatabaseUnavailable) {
            return new CheckResult.Failed(Withheld.DATABASE, "PostgreSQL is unavailable");
        }
        if (first instanceof FiltersOverloaded) {
            return new CheckResult.Failed(Withheld.OVERLOAD, "too many texts wait for the keyword filters");
        }
        if (first instanceof TextTooCostly) {
            return new CheckResult.Failed(Withheld.TOO_COSTLY, "the text takes too long to search for keywords");
        }
        return CheckResult.Failed.of(first);
    }
}

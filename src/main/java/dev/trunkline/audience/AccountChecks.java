package dev.trunkline.audience;

import dev.trunkline.config.Settings;
import dev.trunkline.database.DatabaseOverloaded;
import dev.trunkline.database.DatabaseUnavailable;
import dev.trunkline.filter.AccountTooCostly;
import dev.trunkline.filter.FilterMatches;
import dev.trunkline.filter.FiltersLate;
import dev.trunkline.filter.FiltersOverloaded;
import dev.trunkline.filter.KeywordFilters;
import dev.trunkline.filter.TextTooCostly;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Makes the checks of statuses that depend on the account: relationships and keyword filters (protocol, section 6, checks 3
 * and 4). Both run at the same time, for many accounts together.
 */
@ApplicationScoped
class AccountChecks implements Checks {

    private final Relationships relationships;
    private final KeywordFilters filters;
    private final CheckQueue queue;

    AccountChecks(Relationships relationships, KeywordFilters filters, Settings settings) {
        this.relationships = relationships;
        this.filters = filters;
        this.queue = new CheckQueue(
                this::ask, settings.checkTimeLimit(), Infrastructure.getDefaultWorkerPool(), System::nanoTime);
    }

    @Override
    public PendingCheck start(Status status, Set<Long> accounts, Consumer<CheckResult> onResult) {
        return queue.add(status, accounts, onResult);
    }

    @Override
    public void together(Runnable starts) {
        queue.together(starts);
    }

    private void ask(CheckRound round) {
        List<PendingCheck> checks = List.copyOf(round.checks());
        for (PendingCheck check : checks) {
            Status status = check.status();
            if (status.filtered()) {
                check.matched(Map.of(), Map.of());
            } else {
                check.add(filters.matches(check.accounts(), status.text())
                        .subscribe()
                        .with(matches -> matched(check, matches), failure -> check.complete(failed(failure))));
            }
        }
        List<StatusPeople> people =
                checks.stream().map(check -> check.status().people()).toList();
        long[] accounts = round.accounts().stream().mapToLong(Long::longValue).toArray();
        round.asked(relationships
                .hiding(people, accounts)
                .subscribe()
                .with(
                        hidden -> {
                            for (int i = 0; i < checks.size(); i++) {
                                checks.get(i).hidden(hidden.get(i));
                            }
                        },
                        failure -> {
                            CheckResult failed = failed(failure);
                            checks.forEach(check -> check.complete(failed));
                        }));
    }

    private static void matched(PendingCheck check, FilterMatches matches) {
        Map<Long, CheckResult.Failed> failed = new HashMap<>();
        matches.failures().forEach((account, failure) -> failed.put(account, failed(failure)));
        check.matched(matches.arrays(), failed);
    }

    private static CheckResult.Failed failed(Throwable failure) {
        if (failure instanceof TimeoutException || failure.getCause() instanceof TimeoutException) {
            return new CheckResult.Failed(Withheld.TIMEOUT, "the checks took too long");
        }
        if (failure instanceof DatabaseOverloaded) {
            return new CheckResult.Failed(Withheld.OVERLOAD, "too many queries wait for PostgreSQL");
        }
        if (failure instanceof DatabaseUnavailable) {
            return new CheckResult.Failed(Withheld.DATABASE, "PostgreSQL is unavailable");
        }
        if (failure instanceof FiltersLate) {
            return new CheckResult.Failed(Withheld.TIMEOUT, "an account's keyword filters took too long to load");
        }
        if (failure instanceof AccountTooCostly) {
            return new CheckResult.Failed(Withheld.TOO_COSTLY, "an account's keyword filters are too costly");
        }
        if (failure instanceof FiltersOverloaded) {
            return new CheckResult.Failed(Withheld.OVERLOAD, "too many texts wait for the keyword filters");
        }
        if (failure instanceof TextTooCostly) {
            return new CheckResult.Failed(Withheld.TOO_COSTLY, "the text takes too long to search for keywords");
        }
        return CheckResult.Failed.of(failure);
    }
}

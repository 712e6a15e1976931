package dev.trunkline.audience;

import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The checks of one status, shared by all channels on which it is published: each account is checked once, with the first
 * channel that has it as a listener.
 *
 * <p>{@link #ask} is called on one thread; verdicts may be read on any.
 */
final class StatusCheck {

    private final Status status;
    private final Function<Set<Long>, Uni<CheckResult>> checks;
    private final List<Batch> batches = new CopyOnWriteArrayList<>();

    /** Accounts that are checked together, and their result once it is known. */
    private static final class Batch {

        private final Set<Long> accounts;
        private volatile @Nullable CheckResult result;
        private List<Runnable> actions = new ArrayList<>(2);

        Batch(Set<Long> accounts) {
            this.accounts = accounts;
        }

        void complete(CheckResult known) {
            List<Runnable> pending;
            synchronized (this) {
                result = known;
                pending = actions;
                actions = List.of();
            }
            pending.forEach(Runnable::run);
        }

        void whenComplete(Runnable action) {
            synchronized (this) {
                if (result == null) {
                    actions.add(action);
                    return;
                }
            }
            action.run();
        }
    }

    /**
     * @param checks checks the status for the given accounts; its result must come in any case
     */
    StatusCheck(Status status, Function<Set<Long>, Uni<CheckResult>> checks) {
        this.status = status;
        this.checks = checks;
    }

    Status status() {
        return status;
    }

    /**
     * Checks the status for these accounts, except for those that are checked already.
     *
     * @param known called once, on any thread, perhaps before this method returns, when the results for all these accounts are
     *     known; its argument is a check that failed, if one did
     */
    void ask(Set<Long> accounts, Consumer<Optional<CheckResult.Failed>> known) {
        List<Batch> relevant = new ArrayList<>(2);
        Set<Long> missing = accounts;
        for (Batch batch : batches) {
            Set<Long> rest = without(missing, batch.accounts);
            if (rest.size() < missing.size()) {
                relevant.add(batch);
            }
            missing = rest;
        }
        if (!missing.isEmpty()) {
            relevant.add(askNow(missing));
        }
        AtomicInteger open = new AtomicInteger(relevant.size() + 1);
        Runnable oneLess = () -> {
            if (open.decrementAndGet() == 0) {
                known.accept(failureOf(relevant));
            }
        };
        relevant.forEach(batch -> batch.whenComplete(oneLess));
        oneLess.run();
    }

    private Batch askNow(Set<Long> accounts) {
        Batch batch = new Batch(accounts);
        batches.add(batch);
        try {
            checks.apply(accounts)
                    .subscribe()
                    .with(batch::complete, fault -> batch.complete(CheckResult.Failed.of(fault)));
        } catch (RuntimeException fault) {
            // Otherwise this channel, and the next one with the same status, would wait for ever.
            batch.complete(CheckResult.Failed.of(fault));
        }
        return batch;
    }

    private static Optional<CheckResult.Failed> failureOf(List<Batch> batches) {
        for (Batch batch : batches) {
            if (batch.result instanceof CheckResult.Failed failed) {
                return Optional.of(failed);
            }
        }
        return Optional.empty();
    }

    private static Set<Long> without(Set<Long> accounts, Set<Long> known) {
        if (known.isEmpty() || accounts.isEmpty()) {
            return accounts;
        }
        Set<Long> rest = new HashSet<>(accounts);
        // The same instance if nothing overlaps, because the keyword filters may recognise it.
        return rest.removeAll(known) ? rest : accounts;
    }

    /** What an account gets: nothing if it was not checked, or its result is not known yet. */
    Verdict verdictFor(long account) {
        for (Batch batch : batches) {
            if (batch.accounts.contains(account)) {
                CheckResult result = batch.result;
                return result == null ? Verdict.NOTHING : result.verdictFor(account);
            }
        }
        return Verdict.NOTHING;
    }
}

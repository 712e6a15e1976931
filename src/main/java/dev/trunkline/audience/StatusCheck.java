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
 * One status on all of its channels: each account is asked about once, with the first channel on which it listens.
 *
 * <p>{@link #ask} is called on one thread; what was found out can be read on any.
 */
final class StatusCheck {

    private final Status status;
    private final Function<Set<Long>, Uni<Answer>> checks;
    private final List<Batch> batches = new CopyOnWriteArrayList<>();

    /** Some accounts that were asked about together, and what came out once it has. */
    private static final class Batch {

        private final Set<Long> accounts;
        private volatile @Nullable Answer answer;
        private List<Runnable> waiting = new ArrayList<>(2);

        Batch(Set<Long> accounts) {
            this.accounts = accounts;
        }

        void answered(Answer found) {
            List<Runnable> told;
            synchronized (this) {
                answer = found;
                told = waiting;
                waiting = List.of();
            }
            told.forEach(Runnable::run);
        }

        void whenAnswered(Runnable action) {
            synchronized (this) {
                if (answer == null) {
                    waiting.add(action);
                    return;
                }
            }
            action.run();
        }
    }

    /**
     * @param checks asks about some accounts; it must answer in any case, and never fail
     */
    StatusCheck(Status status, Function<Set<Long>, Uni<Answer>> checks) {
        this.status = status;
        this.checks = checks;
    }

    Status status() {
        return status;
    }

    /** Says once, on any thread, perhaps at once, that it is known about these accounts, with what failed, if anything. */
    void ask(Set<Long> accounts, Consumer<Optional<Answer.Failed>> known) {
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
        relevant.forEach(batch -> batch.whenAnswered(oneLess));
        oneLess.run();
    }

    private Batch askNow(Set<Long> accounts) {
        Batch batch = new Batch(accounts);
        batches.add(batch);
        try {
            checks.apply(accounts).subscribe().with(batch::answered, fault -> batch.answered(Answer.Failed.of(fault)));
        } catch (RuntimeException | OutOfMemoryError fault) {
            // Whoever waits for it, on this channel or the next, would wait for ever.
            batch.answered(Answer.Failed.of(fault));
        }
        return batch;
    }

    private static Optional<Answer.Failed> failureOf(List<Batch> batches) {
        for (Batch batch : batches) {
            if (batch.answer instanceof Answer.Failed failed) {
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
        // Where nothing overlaps, the very set: who is asked about it may remember it.
        return rest.removeAll(known) ? rest : accounts;
    }

    /** What an account gets; nothing, if nobody has asked about it. */
    Verdict verdictFor(long account) {
        for (Batch batch : batches) {
            if (batch.accounts.contains(account)) {
                Answer answer = batch.answer;
                return answer == null ? Verdict.NOTHING : answer.verdictFor(account);
            }
        }
        return Verdict.NOTHING;
    }
}

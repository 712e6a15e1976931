package dev.trunkline.audience;

import dev.trunkline.event.Event;
import io.smallrye.mutiny.Uni;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * One status on all of its channels: each account is asked about once, with the first channel on which it listens.
 *
 * <p>{@link #ask} is called on one thread; what was found out can be read on any.
 */
final class StatusCheck {

    private final Status status;
    private final Event event;
    private final Checks checks;
    private final List<Batch> batches = new CopyOnWriteArrayList<>();

    /** Some accounts that were asked about together, and what came out once it has. */
    private static final class Batch {

        private final Set<Long> accounts;
        private final Uni<Answer> answered;
        private volatile @Nullable Answer answer;

        Batch(Set<Long> accounts, Uni<Answer> asked) {
            this.accounts = accounts;
            this.answered = asked.invoke(found -> answer = found).memoize().indefinitely();
            answered.subscribe().with(known -> {});
        }
    }

    StatusCheck(Status status, Event event, Checks checks) {
        this.status = status;
        this.event = event;
        this.checks = checks;
    }

    Status status() {
        return status;
    }

    /** Completes, on any thread, when it is known about these accounts, with what failed, if something did. */
    Uni<Optional<Answer.Failed>> ask(Set<Long> accounts) {
        Uni<Optional<Answer.Failed>> outcome = Uni.createFrom().item(Optional.empty());
        Set<Long> missing = accounts;
        for (Batch batch : batches) {
            Set<Long> rest = without(missing, batch.accounts);
            if (rest.size() < missing.size()) {
                outcome = after(outcome, batch);
            }
            missing = rest;
        }
        if (!missing.isEmpty()) {
            Batch batch = new Batch(missing, checks.of(status, event, missing));
            batches.add(batch);
            outcome = after(outcome, batch);
        }
        return outcome;
    }

    private static Uni<Optional<Answer.Failed>> after(Uni<Optional<Answer.Failed>> earlier, Batch batch) {
        // All are under way already: to wait for one after the other takes no longer.
        return earlier.flatMap(failed -> failed.isPresent()
                ? Uni.createFrom().item(failed)
                : batch.answered.map(
                        answer -> answer instanceof Answer.Failed one ? Optional.of(one) : Optional.empty()));
    }

    private static Set<Long> without(Set<Long> accounts, Set<Long> known) {
        if (known.isEmpty() || accounts.isEmpty()) {
            return accounts;
        }
        Set<Long> rest = new HashSet<>(accounts);
        rest.removeAll(known);
        return rest;
    }

    /** What an account gets; null if nothing, as for one that nobody has asked about. */
    @Nullable
    Event eventFor(long account) {
        for (Batch batch : batches) {
            if (batch.accounts.contains(account)) {
                Answer answer = batch.answer;
                return answer == null ? null : answer.eventFor(account);
            }
        }
        return null;
    }
}

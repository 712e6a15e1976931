package dev.trunkline.audience;

import io.smallrye.mutiny.subscription.Cancellable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The checks of one status for some accounts, from the moment they are needed until their result is known or nobody needs it
 * any more. Thread-safe.
 */
final class PendingCheck {

    private final Status status;
    private final Set<Long> accounts;
    private final long since;
    private final Consumer<CheckResult> onResult;
    private final List<Cancellable> work = new ArrayList<>(1);
    private volatile Stage stage = Stage.WAITING;
    private @Nullable Consumer<Optional<CheckResult>> onEnd;
    private @Nullable Set<Long> hidden;
    private @Nullable Map<Long, byte[]> matches;
    private Map<Long, CheckResult.Failed> failed = Map.of();

    private enum Stage {
        /** Nothing has been asked for it yet. */
        WAITING,
        ASKED,
        ENDED
    }

    /**
     * @param since when the status arrived, as {@link System#nanoTime()} counts
     * @param onResult gets the result, once, on any thread; nothing after {@link #cancel()}
     */
    PendingCheck(Status status, Set<Long> accounts, long since, Consumer<CheckResult> onResult) {
        this.status = status;
        this.accounts = accounts;
        this.since = since;
        this.onResult = onResult;
    }

    Status status() {
        return status;
    }

    /** The accounts that it is made for; never changes. */
    Set<Long> accounts() {
        return accounts;
    }

    long since() {
        return since;
    }

    /** Whether nothing has been asked for it yet, so that giving it up wastes no work. */
    boolean isWaiting() {
        return stage == Stage.WAITING;
    }

    /** Sets what is told once when it ends, before the result is handed on; there is none after a cancellation. */
    synchronized void onEnd(Consumer<Optional<CheckResult>> action) {
        onEnd = action;
    }

    /** The servers are being asked; false if it has ended meanwhile. */
    synchronized boolean ask() {
        if (stage != Stage.WAITING) {
            return false;
        }
        stage = Stage.ASKED;
        return true;
    }

    /** Adds work that is cancelled when it ends. */
    void add(Cancellable part) {
        synchronized (this) {
            if (stage != Stage.ENDED) {
                work.add(part);
                return;
            }
        }
        part.cancel();
    }

    /** The accounts that may not see the status are known. */
    void hidden(Set<Long> found) {
        synchronized (this) {
            hidden = found;
        }
        completeIfKnown();
    }

    /**
     * The results of the keyword filters are known: the {@code filtered} arrays of the accounts with a match, and why the
     * filters of an account could not be applied.
     */
    void matched(Map<Long, byte[]> found, Map<Long, CheckResult.Failed> failures) {
        synchronized (this) {
            matches = found;
            failed = failures;
        }
        completeIfKnown();
    }

    private void completeIfKnown() {
        Set<Long> hiding;
        Map<Long, byte[]> matching;
        Map<Long, CheckResult.Failed> failing;
        synchronized (this) {
            hiding = hidden;
            matching = matches;
            failing = failed;
        }
        if (hiding != null && matching != null) {
            complete(CheckResult.Complete.of(status, hiding, matching, failing));
        }
    }

    /** Ends it with a result; has no effect once it has ended. */
    void complete(CheckResult result) {
        end(Optional.of(result));
    }

    /** Nobody needs the result any more. */
    void cancel() {
        end(Optional.empty());
    }

    private void end(Optional<CheckResult> result) {
        Consumer<Optional<CheckResult>> action;
        List<Cancellable> abandoned;
        synchronized (this) {
            if (stage == Stage.ENDED) {
                return;
            }
            stage = Stage.ENDED;
            action = onEnd;
            abandoned = List.copyOf(work);
            work.clear();
        }
        // Whatever fails: without the result its channel would wait for ever.
        try {
            abandoned.forEach(Cancellable::cancel);
        } finally {
            try {
                if (action != null) {
                    action.accept(result);
                }
            } finally {
                result.ifPresent(onResult);
            }
        }
    }
}

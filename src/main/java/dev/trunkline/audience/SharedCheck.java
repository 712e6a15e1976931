package dev.trunkline.audience;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The check of a status for some accounts, with the channels that need its result. Thread-safe. */
final class SharedCheck {

    private final Set<Long> accounts;
    private volatile @Nullable CheckResult result;
    private volatile @Nullable PendingCheck pending;
    private List<Runnable> actions = new ArrayList<>(2);
    private int channels = 1;

    /** The check of the first channel that needs it. */
    SharedCheck(Set<Long> accounts) {
        this.accounts = accounts;
    }

    Set<Long> accounts() {
        return accounts;
    }

    /** The result; null as long as it is not known. */
    @Nullable
    CheckResult result() {
        return result;
    }

    void start(Status status, Checks checks) {
        try {
            PendingCheck started = checks.start(status, accounts, this::complete);
            if (result == null) {
                pending = started;
            }
        } catch (RuntimeException fault) {
            // Otherwise this channel, and the next one with the same status, would wait for ever.
            complete(CheckResult.Failed.of(fault));
        }
    }

    private void complete(CheckResult known) {
        List<Runnable> awaiting;
        synchronized (this) {
            if (result != null) {
                return;
            }
            result = known;
            awaiting = actions;
            actions = List.of();
        }
        awaiting.forEach(Runnable::run);
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

    boolean isWaiting() {
        PendingCheck current = pending;
        return current != null && current.isWaiting();
    }

    /** One more channel needs the result; false if the check has been cancelled. */
    synchronized boolean join() {
        if (channels == 0) {
            return false;
        }
        channels++;
        return true;
    }

    /** A channel needs the result no longer. Returns whether the check has been cancelled, because no channel does. */
    boolean leave() {
        synchronized (this) {
            if (result != null || --channels > 0) {
                return false;
            }
        }
        PendingCheck current = pending;
        if (current != null) {
            current.cancel();
        }
        return true;
    }
}

package dev.trunkline.audience;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * The checks of one status, shared by all channels on which it is published: each account is checked once, with the first
 * channel that has it as a listener.
 *
 * <p>{@link #ask} is called on one thread; verdicts may be read on any.
 */
final class StatusCheck {

    private final Status status;
    private final Checks checks;
    private final List<SharedCheck> shared = new CopyOnWriteArrayList<>();

    /** @param checks checks the status for accounts */
    StatusCheck(Status status, Checks checks) {
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
     *     known; its argument has one failure of each reason that there is. Once the need is given up it may be called or not
     */
    Need ask(Set<Long> accounts, Consumer<Collection<CheckResult.Failed>> known) {
        List<SharedCheck> relevant = new ArrayList<>(2);
        Set<Long> missing = accounts;
        for (SharedCheck check : shared) {
            Set<Long> rest = without(missing, check.accounts());
            if (rest.size() < missing.size() && check.join()) {
                relevant.add(check);
                missing = rest;
            }
        }
        if (!missing.isEmpty()) {
            SharedCheck check = new SharedCheck(missing);
            shared.add(check);
            check.start(status, checks);
            relevant.add(check);
        }
        AtomicInteger open = new AtomicInteger(relevant.size() + 1);
        Runnable oneLess = () -> {
            if (open.decrementAndGet() == 0) {
                known.accept(failuresOf(relevant));
            }
        };
        relevant.forEach(check -> check.whenComplete(oneLess));
        oneLess.run();
        return new Need(relevant, isCopy(missing, accounts) ? missing.size() : 0);
    }

    @SuppressWarnings("ReferenceEquality")
    private static boolean isCopy(Set<Long> set, Set<Long> original) {
        return set != original;
    }

    /** One channel's need of a status's checks. */
    final class Need {

        private final List<SharedCheck> relevant;

        private final int copied;

        private final AtomicBoolean givenUp = new AtomicBoolean();

        Need(List<SharedCheck> relevant, int copied) {
            this.relevant = relevant;
            this.copied = copied;
        }

        /** How many accounts were copied for it, because only a part of the channel's accounts had to be checked. */
        int copied() {
            return copied;
        }

        /** Whether some of the checks have not begun, so that giving them up saves work. */
        boolean isWaiting() {
            for (SharedCheck check : relevant) {
                if (check.isWaiting()) {
                    return true;
                }
            }
            return false;
        }

        /**
         * The channel does without. Checks that no other channel needs are cancelled; one that comes later begins anew. Once
         * only, as a second time would count for another channel.
         */
        void giveUp() {
            if (givenUp.getAndSet(true)) {
                return;
            }
            for (SharedCheck check : relevant) {
                if (check.leave()) {
                    shared.remove(check);
                }
            }
        }
    }

    private static Collection<CheckResult.Failed> failuresOf(List<SharedCheck> checks) {
        Map<Withheld, CheckResult.Failed> failures = new EnumMap<>(Withheld.class);
        for (SharedCheck check : checks) {
            CheckResult result = check.result();
            if (result != null) {
                result.failures().forEach(failed -> failures.putIfAbsent(failed.reason(), failed));
            }
        }
        return failures.values();
    }

    private static Set<Long> without(Set<Long> accounts, Set<Long> known) {
        if (known.isEmpty() || accounts.isEmpty()) {
            return accounts;
        }
        Set<Long> rest = new HashSet<>(accounts);
        // The same instance if nothing overlaps, because the keyword filters may recognise it.
        // Otherwise a small copy, which may have to wait for long.
        return rest.removeAll(known) ? Set.copyOf(rest) : accounts;
    }

    /** What an account gets: nothing if it was not checked, or its result is not known yet. */
    Verdict verdictFor(long account) {
        for (SharedCheck check : shared) {
            if (check.accounts().contains(account)) {
                CheckResult result = check.result();
                return result == null ? Verdict.NOTHING : result.verdictFor(account);
            }
        }
        return Verdict.NOTHING;
    }
}

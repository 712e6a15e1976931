package dev.trunkline.audience;

import dev.trunkline.memory.OutOfMemory;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The result of the checks of one status for a set of accounts. */
sealed interface CheckResult {

    /** What an account gets. */
    Verdict verdictFor(long account);

    /** Why the status is withheld from accounts, if it is. */
    Collection<Failed> failures();

    /**
     * All checks have been made, except for the keyword filters of single accounts.
     *
     * @param hidden accounts that may not see the status
     * @param matched verdicts for accounts whose keyword filters match
     * @param failed why the keyword filters of an account could not be applied
     * @param others the verdict for all other accounts
     */
    record Complete(Set<Long> hidden, Map<Long, Verdict> matched, Map<Long, Failed> failed, Verdict others)
            implements CheckResult {

        /**
         * @param matches the {@code filtered} arrays of the accounts whose keyword filters match
         * @param failed why the keyword filters of an account could not be applied
         */
        static Complete of(Status status, Set<Long> hidden, Map<Long, byte[]> matches, Map<Long, Failed> failed) {
            if (status.filtered()) {
                return new Complete(hidden, Map.of(), Map.of(), Verdict.AS_PUBLISHED);
            }
            Map<Long, Verdict> matched = new HashMap<>();
            matches.forEach((account, results) -> matched.put(account, Verdict.matched(results)));
            return new Complete(hidden, matched, failed, Verdict.UNMATCHED);
        }

        @Override
        public Verdict verdictFor(long account) {
            return hidden.contains(account) || failed.containsKey(account)
                    ? Verdict.NOTHING
                    : matched.getOrDefault(account, others);
        }

        @Override
        public Collection<Failed> failures() {
            return failed.values();
        }
    }

    /** The checks could not be made. */
    record Failed(Withheld reason, String detail) implements CheckResult {

        /** A fault of ours: its class and place, but not its message, which may quote the status. */
        static Failed of(Throwable fault) {
            OutOfMemory.endIf(fault);
            StackTraceElement[] trace = fault.getStackTrace();
            return new Failed(
                    Withheld.FAULT, fault.getClass().getName() + (trace.length == 0 ? "" : " at " + trace[0]));
        }

        @Override
        public Verdict verdictFor(long account) {
            return Verdict.NOTHING;
        }

        @Override
        public Collection<Failed> failures() {
            return List.of(this);
        }
    }
}

package dev.trunkline.audience;

import dev.trunkline.memory.OutOfMemory;
import java.util.Map;
import java.util.Set;

/** The result of the checks of one status for a set of accounts. */
sealed interface CheckResult {

    /** What an account gets. */
    Verdict verdictFor(long account);

    /**
     * All checks have been made.
     *
     * @param hidden accounts that may not see the status
     * @param matched verdicts for accounts whose keyword filters match
     * @param others the verdict for all other accounts
     */
    record Complete(Set<Long> hidden, Map<Long, Verdict> matched, Verdict others) implements CheckResult {
        @Override
        public Verdict verdictFor(long account) {
            return hidden.contains(account) ? Verdict.NOTHING : matched.getOrDefault(account, others);
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
    }
}

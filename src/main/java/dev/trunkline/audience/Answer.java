package dev.trunkline.audience;

import java.util.Map;
import java.util.Set;

/** What was found out about one status for some accounts, all in one go. */
sealed interface Answer {

    /** What an account gets. */
    Verdict verdictFor(long account);

    /**
     * The checks were made.
     *
     * @param hidden who may not see it
     * @param matched what those get whose keyword filters match
     * @param others what all others get
     */
    record Checked(Set<Long> hidden, Map<Long, Verdict> matched, Verdict others) implements Answer {
        @Override
        public Verdict verdictFor(long account) {
            return hidden.contains(account) ? Verdict.NOTHING : matched.getOrDefault(account, others);
        }
    }

    /** The checks could not be made. */
    record Failed(Withheld reason, String detail) implements Answer {

        /** A fault of ours: what it was and where, but not its message, which may quote the status. */
        static Failed of(Throwable fault) {
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

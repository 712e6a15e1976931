package dev.trunkline.audience;

import java.util.Set;
import java.util.function.Consumer;

/** Makes the checks of a status that depend on the account. */
@FunctionalInterface
interface Checks {

    /**
     * Starts the checks as soon as possible.
     *
     * @param accounts never changes
     * @param onResult gets the result in any case within the time limit, once, on any thread, perhaps before this method
     *     returns; nothing after the check has been cancelled
     */
    PendingCheck start(Status status, Set<Long> accounts, Consumer<CheckResult> onResult);

    /**
     * Starts several checks, which are asked for together where that is possible.
     *
     * @param starts calls {@link #start}; must not take long, because no other check is begun meanwhile
     */
    default void together(Runnable starts) {
        starts.run();
    }
}

package dev.trunkline.audience;

import io.smallrye.mutiny.subscription.Cancellable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks that PostgreSQL is asked for together, in one query. Not thread-safe, except for the query's cancellation. */
final class CheckRound {

    /** The most checks: what one viewer has missed in some minutes is asked for at once. */
    static final int MAX_CHECKS = 512;

    /**
     * The most checks of a round that is not {@linkplain #isSmall small}: enough for planning and round trip to cost nothing,
     * few enough for the first not to wait for long.
     */
    private static final int MAX_LARGE_CHECKS = 64;

    /** The most pairs of a small round. With so few, the people decide what a query costs, and each costs some index look-ups. */
    private static final long FEW_PAIRS = 10_000;

    /** The most people of a small round: no more than 64 checks may have, however many they mention. */
    private static final int FEW_PEOPLE = 3_000;

    /** The most pairs of a status and a listener, unless one check has more by itself: about a tenth of a second. */
    private static final long MAX_PAIRS = 100_000;

    /** How many pairs nobody needs may be asked for, because the statuses have different listeners: some milliseconds. */
    private static final long NEEDLESS_PAIRS = 10_000;

    private final long begun;
    private final List<PendingCheck> checks = new ArrayList<>();
    private Set<Long> accounts = Set.of();
    private boolean accountsAreOurs;
    private long neededPairs;
    private int people;
    private int open;
    private @Nullable Cancellable query;
    private boolean over;

    /** @param begun when it begins, as {@link System#nanoTime()} counts */
    CheckRound(long begun) {
        this.begun = begun;
    }

    long begun() {
        return begun;
    }

    List<PendingCheck> checks() {
        return checks;
    }

    /** All accounts of its checks. */
    Set<Long> accounts() {
        return accounts;
    }

    /** Whether one more check may join. */
    boolean hasPlaceFor(PendingCheck check) {
        if (checks.isEmpty()) {
            return true;
        }
        if (isCrowd() || isCrowd(check)) {
            return false;
        }
        long needed = neededPairs + check.accounts().size();
        long all = isSame(check)
                ? accounts.size()
                : (long) accounts.size() + check.accounts().size();
        long pairs = all * (checks.size() + 1);
        int most = isSmall(pairs, people + peopleOf(check)) ? MAX_CHECKS : MAX_LARGE_CHECKS;
        return checks.size() < most && pairs <= MAX_PAIRS && pairs - needed <= NEEDLESS_PAIRS;
    }

    private static boolean isSmall(long pairs, int people) {
        return pairs <= FEW_PAIRS && people <= FEW_PEOPLE;
    }

    /** The author and the mentioned accounts. */
    private static int peopleOf(PendingCheck check) {
        return 1 + check.status().mentioned().size();
    }

    /** Whether it is for a status that may take long. Nobody else's is to wait for it or to fail with it. */
    boolean isCrowd() {
        return !checks.isEmpty() && isCrowd(checks.get(0));
    }

    static boolean isCrowd(PendingCheck check) {
        return check.status().people().isCrowd();
    }

    void add(PendingCheck check) {
        if (checks.isEmpty()) {
            accounts = check.accounts();
        } else if (!isSame(check)) {
            if (!accountsAreOurs) {
                accounts = new HashSet<>(accounts);
                accountsAreOurs = true;
            }
            accounts.addAll(check.accounts());
        }
        checks.add(check);
        neededPairs += check.accounts().size();
        people += peopleOf(check);
        open++;
    }

    @SuppressWarnings(
            "ReferenceEquality") // a channel's set is the same from one status to the next; comparing takes long
    private boolean isSame(PendingCheck check) {
        return check.accounts() == accounts;
    }

    /** One of its checks has ended; returns whether it was the last one. */
    boolean ended() {
        return --open == 0;
    }

    /** Keeps the query, which is cancelled if nobody needs it any more. */
    void asked(Cancellable running) {
        synchronized (this) {
            query = running;
            if (!over) {
                return;
            }
        }
        running.cancel();
    }

    /** All its checks have ended. */
    void cancel() {
        Cancellable running;
        synchronized (this) {
            over = true;
            running = query;
        }
        if (running != null) {
            running.cancel();
        }
    }
}

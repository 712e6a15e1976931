package dev.trunkline.audience;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The checks of all channels that wait to be made. A check that comes alone is made at once; those that come while others are
 * made wait, and are asked for together. What cannot be finished within the time limit is not begun, so that under overload
 * the work goes into statuses that are delivered (docs/decisions/0018-overload.md). Thread-safe.
 *
 * <p>Its length is bounded by the {@link Backlog}, which gives up the oldest, and by the rounds of {@link ReplayChecks}.
 */
final class CheckQueue {

    /** How many rounds run at the same time: enough to keep PostgreSQL busy while results are on their way. */
    private static final int ROUNDS = 4;

    /** How many waiting checks are looked at for one round, since some of them may not fit into it. */
    private static final int CANDIDATES = 2 * CheckRound.MAX_CHECKS;

    private final Consumer<CheckRound> asker;
    private final long limit;
    private final LongSupplier nanoTime;

    /** Ends the checks that have not ended in time. */
    private final Deadlines<PendingCheck> deadlines;

    /** The checks that wait, in the order of their arrival. */
    private final Set<PendingCheck> waiting = new LinkedHashSet<>();

    /** Those that belong to a round. */
    private final Map<PendingCheck, CheckRound> asked = new HashMap<>();

    private final AtomicInteger turns = new AtomicInteger();
    private int rounds;

    /** How many threads add checks that are to be asked for together. No round begins meanwhile. */
    private int adding;

    /** Whether one of them is for a {@linkplain CheckRound#isCrowd() crowd}: the others are for other statuses. */
    private boolean crowd;

    private long serviceTime;
    private long lastSuccess;

    /**
     * @param asker asks the servers for the results of a round's checks; whatever it throws is the result of them all
     * @param limit time from a status's arrival to the end of its checks
     * @param scheduler ends the checks that have reached the limit
     * @param nanoTime a clock like {@link System#nanoTime()}
     */
    CheckQueue(Consumer<CheckRound> asker, Duration limit, ScheduledExecutorService scheduler, LongSupplier nanoTime) {
        this.asker = asker;
        this.limit = limit.toNanos();
        this.nanoTime = nanoTime;
        this.deadlines = new Deadlines<>(limit, scheduler, nanoTime, this::giveUp);
        this.lastSuccess = nanoTime.getAsLong();
    }

    /**
     * Starts the checks of a status for some accounts as soon as possible.
     *
     * @param onResult gets the result within the time limit, once, on any thread, perhaps before this method returns; nothing
     *     after the check's cancellation
     */
    PendingCheck add(Status status, Set<Long> accounts, Consumer<CheckResult> onResult) {
        PendingCheck check = new PendingCheck(status, accounts, nanoTime.getAsLong(), onResult);
        check.onEnd(result -> ended(check, result));
        synchronized (this) {
            deadlines.began(check);
            waiting.add(check);
        }
        begin();
        return check;
    }

    /**
     * Adds several checks before the first of them is begun, so that they are asked for in as few rounds as possible.
     *
     * @param adds calls {@link #add}; must not take long, because no other check is begun meanwhile
     */
    void together(Runnable adds) {
        synchronized (this) {
            adding++;
        }
        try {
            adds.run();
        } finally {
            synchronized (this) {
                adding--;
            }
            begin();
        }
    }

    /** Starts rounds while there is room; one thread at a time, because a round may end before it is started. */
    private void begin() {
        if (turns.getAndIncrement() > 0) {
            return;
        }
        int taken = 1;
        try {
            do {
                List<PendingCheck> late = new ArrayList<>();
                for (CheckRound round = next(late); round != null; round = next(late)) {
                    ask(round);
                }
                late.forEach(this::giveUp);
                taken = turns.addAndGet(-taken);
            } while (taken > 0);
        } finally {
            if (taken > 0) {
                // An error must not leave all later checks waiting for this turn's end.
                turns.set(0);
            }
        }
    }

    private void ask(CheckRound round) {
        try {
            asker.accept(round);
        } catch (RuntimeException fault) {
            // Otherwise the events of their channels would wait for the time limit.
            CheckResult failed = CheckResult.Failed.of(fault);
            List.copyOf(round.checks()).forEach(check -> check.complete(failed));
        }
    }

    /** @param late receives checks that cannot be finished in time any more */
    private synchronized @Nullable CheckRound next(List<PendingCheck> late) {
        if (rounds == ROUNDS || adding > 0) {
            return null;
        }
        long now = nanoTime.getAsLong();
        long patience = patience();
        CheckRound round = new CheckRound(now);
        int candidates = 0;
        for (Iterator<PendingCheck> each = waiting.iterator(); each.hasNext() && candidates < CANDIDATES; ) {
            PendingCheck check = each.next();
            if (now - check.since() > patience) {
                each.remove();
                late.add(check);
            } else if (!crowd || !CheckRound.isCrowd(check)) {
                candidates++;
                if (round.hasPlaceFor(check)) {
                    each.remove();
                    // One that has been cancelled meanwhile is about to be removed.
                    if (check.ask()) {
                        round.add(check);
                        asked.put(check, round);
                    }
                }
            }
        }
        if (round.checks().isEmpty()) {
            return null;
        }
        rounds++;
        crowd |= round.isCrowd();
        return round;
    }

    /** The longest that a check may have waited to be begun: what is left is enough for twice the usual time. */
    private long patience() {
        return limit - Math.max(limit / 8, Math.min(limit / 2, 2 * serviceTime));
    }

    private void ended(PendingCheck check, Optional<CheckResult> result) {
        CheckRound finished = null;
        boolean room;
        synchronized (this) {
            if (result.isPresent() && result.get() instanceof CheckResult.Complete) {
                lastSuccess = nanoTime.getAsLong();
            }
            deadlines.ended(check);
            waiting.remove(check);
            CheckRound round = asked.remove(check);
            if (round != null && round.ended()) {
                rounds--;
                crowd &= !round.isCrowd();
                finished = round;
                serviceTime += (nanoTime.getAsLong() - round.begun() - serviceTime) / 8;
            }
            room = rounds < ROUNDS && !waiting.isEmpty();
        }
        if (finished != null) {
            finished.cancel();
        }
        if (room) {
            begin();
        }
    }

    private void giveUp(PendingCheck check) {
        check.complete(lateness(check));
    }

    /** While others succeed, what has waited too long has waited because there is too much. */
    private CheckResult.Failed lateness(PendingCheck check) {
        boolean othersSucceed;
        synchronized (this) {
            othersSucceed = lastSuccess - check.since() > 0;
        }
        return check.isWaiting() && othersSucceed
                ? new CheckResult.Failed(Withheld.OVERLOAD, "more statuses came than could be checked in time")
                : new CheckResult.Failed(Withheld.TIMEOUT, "the checks took too long");
    }
}

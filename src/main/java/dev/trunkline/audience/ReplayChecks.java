package dev.trunkline.audience;

import dev.trunkline.event.Event;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The viewers who have come back and wait for the checks of the statuses that they missed. One that comes alone is served at
 * once; those that come while others are served wait, in the order of their arrival, and are served together, since they have
 * mostly missed the same statuses. Thread-safe.
 *
 * <p>Its length is bounded by the number of subscriptions, each of which waits once, and by the time limit. What cannot be
 * finished within the limit is not begun.
 */
final class ReplayChecks {

    /** How many rounds run at the same time: the next one reads its statuses while the checks of one are made. */
    private static final int ROUNDS = 2;

    private final Checks checks;
    private final ReplayWithholdings withholdings;
    private final ScheduledExecutorService workers;
    private final LongSupplier nanoTime;

    /** The longest that a request may have waited to be begun: what is left is enough for the checks, unless they are slow. */
    private final long patience;

    /** Answers the requests that have not been answered in time. */
    private final Deadlines<ReplayRequest> deadlines;

    /** The requests that wait, in the order of their arrival. */
    private final Set<ReplayRequest> waiting = new LinkedHashSet<>();

    /** The requests that belong to a round. */
    private final Map<ReplayRequest, ReplayRound> begun = new HashMap<>();

    private int rounds;

    /** Whether one of the rounds is still taking requests. */
    private boolean filling;

    /**
     * @param limit time from a request to its answer
     * @param workers run the rounds, which take too long for an event loop, and answer those that have reached the limit
     * @param nanoTime a clock like {@link System#nanoTime()}
     */
    ReplayChecks(
            Checks checks,
            Withholdings withholdings,
            Duration limit,
            ScheduledExecutorService workers,
            LongSupplier nanoTime) {
        this.checks = checks;
        this.withholdings = new ReplayWithholdings(withholdings);
        this.workers = workers;
        this.nanoTime = nanoTime;
        this.patience = limit.toNanos() - limit.toNanos() / 4;
        this.deadlines = new Deadlines<>(limit, workers, nanoTime, this::expire);
    }

    /**
     * What a listener gets of each event, in the order of the events; never fails. Nothing is asked before the result is
     * subscribed to, and what only a subscriber that cancels needs is not begun.
     *
     * @param events never changes
     */
    Uni<List<Verdict>> verdicts(List<Event> events, Listener listener) {
        if (events.stream().noneMatch(StatusReader::isStatus)) {
            return Uni.createFrom().item(asPublished(events));
        }
        return Uni.createFrom().emitter(result -> {
            ReplayRequest request = new ReplayRequest(events, listener, nanoTime.getAsLong(), result::complete);
            result.onTermination(() -> left(request));
            add(request);
        });
    }

    /** The verdicts on events that need no checks. */
    static List<Verdict> asPublished(List<Event> events) {
        return Collections.nCopies(events.size(), Verdict.AS_PUBLISHED);
    }

    private void add(ReplayRequest request) {
        synchronized (this) {
            // One that is cancelled from now on is removed afterwards.
            if (request.hasEnded()) {
                return;
            }
            deadlines.began(request);
            waiting.add(request);
        }
        begin();
    }

    /** Starts a round if there is room; it starts the next one if it cannot take all that wait. */
    private void begin() {
        synchronized (this) {
            if (rounds == ROUNDS || filling || waiting.isEmpty()) {
                return;
            }
            rounds++;
            filling = true;
        }
        execute(this::serve);
    }

    private void execute(Runnable work) {
        try {
            workers.execute(work);
        } catch (RejectedExecutionException stopped) {
            // The process ends; until then its clients are answered.
            work.run();
        }
    }

    private void serve() {
        ReplayRound round = new ReplayRound(checks, withholdings, ended -> execute(() -> answer(ended)));
        List<ReplayRequest> late = new ArrayList<>();
        while (takeNext(round, late)) {
            // One at a time, so that no event loop that adds one waits for long.
        }
        begin();
        late.forEach(this::expire);
        round.begin();
    }

    /**
     * Moves the oldest request to the round that is being filled; false if the round is full or nothing waits.
     *
     * @param late receives requests that cannot be answered in time any more
     */
    private synchronized boolean takeNext(ReplayRound round, List<ReplayRequest> late) {
        Iterator<ReplayRequest> each = waiting.iterator();
        if (!each.hasNext()) {
            filling = false;
            return false;
        }
        ReplayRequest oldest = each.next();
        if (nanoTime.getAsLong() - oldest.since() > patience) {
            late.add(oldest);
        } else if (round.hasPlaceFor(oldest)) {
            round.add(oldest);
            begun.put(oldest, round);
        } else {
            filling = false;
            return false;
        }
        each.remove();
        return true;
    }

    private void answer(ReplayRound round) {
        try {
            for (ReplayRequest request : round.requests()) {
                if (request.end()) {
                    deadlines.ended(request);
                    remove(request);
                    request.answer(round.verdicts(request));
                }
            }
        } finally {
            synchronized (this) {
                rounds--;
            }
            begin();
        }
    }

    private void expire(ReplayRequest request) {
        deadlines.ended(request);
        if (!request.end()) {
            return;
        }
        ReplayRound round = remove(request);
        if (round == null) {
            request.answer(withhold(request.events()));
        } else {
            List<Verdict> known = round.late(request);
            round.leave(request);
            request.answer(known);
        }
    }

    private List<Verdict> withhold(List<Event> events) {
        CheckResult.Failed failed =
                new CheckResult.Failed(Withheld.OVERLOAD, "more viewers came back than could be served in time");
        List<Verdict> verdicts = new ArrayList<>(events.size());
        for (Event event : events) {
            if (StatusReader.isStatus(event)) {
                withholdings.count(event, failed);
                verdicts.add(Verdict.NOTHING);
            } else {
                verdicts.add(Verdict.AS_PUBLISHED);
            }
        }
        return Collections.unmodifiableList(verdicts);
    }

    /** Its viewer has left, or has been answered. */
    private void left(ReplayRequest request) {
        if (request.end()) {
            deadlines.ended(request);
            ReplayRound round = remove(request);
            if (round != null) {
                round.leave(request);
            }
        }
    }

    /** It has ended; returns the round that it belonged to, if it was begun. */
    private synchronized @Nullable ReplayRound remove(ReplayRequest request) {
        waiting.remove(request);
        return begun.remove(request);
    }
}

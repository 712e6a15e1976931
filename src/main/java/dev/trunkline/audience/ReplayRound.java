package dev.trunkline.audience;

import dev.trunkline.event.Event;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Replays that are checked together: each status is read once, and checked once for all accounts that missed it, whatever
 * their number. Thread-safe.
 */
final class ReplayRound {

    /** The most viewers: enough for a storm to cost little, few enough for the first not to wait for the others' verdicts. */
    private static final int MAX_VIEWERS = 256;

    /** The most statuses, unless one viewer has missed more: as many as one round of checks takes. */
    private static final int MAX_STATUSES = CheckRound.MAX_CHECKS;

    /** The most pairs of a viewer and an event, unless one viewer has more: some milliseconds of looking up verdicts. */
    private static final int MAX_PAIRS = 100_000;

    private final Checks checks;
    private final ReplayWithholdings withholdings;
    private final Consumer<ReplayRound> onEnd;
    private final List<ReplayRequest> requests = new ArrayList<>();

    /** In the order in which the requests name them. */
    private final Map<Event, Replayed> statuses = new LinkedHashMap<>();

    private long pairs;

    /** Statuses that are being checked, and one more until all checks have been started. */
    private int open = 1;

    /** A status of the round; guarded by the round's lock, except for its check. */
    private static final class Replayed {

        private final Event event;

        /** Null as long as it has not been read, and if it cannot be read. */
        private volatile @Nullable CheckedStatus checked;

        /** How many requests that have not ended name it. */
        private int requests;

        private StatusCheck.@Nullable Need need;

        /** Whether its checks are done or given up. */
        private boolean decided;

        Replayed(Event event) {
            this.event = event;
        }

        Verdict verdictFor(Listener listener) {
            CheckedStatus known = checked;
            return known == null ? Verdict.NOTHING : known.verdictFor(listener);
        }

        /** Whether the listener's verdict depends on what is not known yet. */
        boolean isOpenFor(Listener listener) {
            return !decided && (checked == null || needsCheckFor(listener));
        }

        /** Whether the listener gets it only if the checks of its account allow it. */
        boolean needsCheckFor(Listener listener) {
            CheckedStatus known = checked;
            return known != null
                    && !listener.anonymous()
                    && listener.wants(known.check().status());
        }
    }

    /** @param onEnd is told when all verdicts are known, once, on any thread */
    ReplayRound(Checks checks, ReplayWithholdings withholdings, Consumer<ReplayRound> onEnd) {
        this.checks = checks;
        this.withholdings = withholdings;
        this.onEnd = onEnd;
    }

    List<ReplayRequest> requests() {
        return requests;
    }

    /** Whether one more request may join. */
    boolean hasPlaceFor(ReplayRequest request) {
        if (requests.isEmpty()) {
            return true;
        }
        if (requests.size() == MAX_VIEWERS || pairs + request.events().size() > MAX_PAIRS) {
            return false;
        }
        long others = request.events().stream()
                .filter(event -> StatusReader.isStatus(event) && !statuses.containsKey(event))
                .count();
        return statuses.size() + others <= MAX_STATUSES;
    }

    /** Adds a request, before the round begins. */
    synchronized void add(ReplayRequest request) {
        requests.add(request);
        pairs += request.events().size();
        for (Event event : request.events()) {
            if (StatusReader.isStatus(event)) {
                statuses.computeIfAbsent(event, Replayed::new).requests++;
            }
        }
    }

    /** Reads the statuses and starts their checks. */
    void begin() {
        try {
            for (Replayed status : statuses.values()) {
                read(status);
            }
            Map<Set<Long>, List<Replayed>> byAccounts = byAccounts();
            checks.together(
                    () -> byAccounts.forEach((accounts, same) -> same.forEach(status -> ask(status, accounts))));
        } finally {
            oneLess();
        }
    }

    private void read(Replayed status) {
        synchronized (this) {
            if (status.requests == 0) {
                return;
            }
        }
        CheckResult.@Nullable Failed failed = null;
        try {
            StatusCheck check = new StatusCheck(StatusReader.read(status.event), checks);
            status.checked = new CheckedStatus(status.event, check);
        } catch (MalformedStatus malformed) {
            failed = new CheckResult.Failed(Withheld.MISFIT, String.valueOf(malformed.getMessage()));
        } catch (RuntimeException fault) {
            failed = CheckResult.Failed.of(fault);
        }
        if (failed != null) {
            synchronized (this) {
                status.decided = true;
            }
            withholdings.count(status.event, failed);
        }
    }

    /** The statuses that have to be checked. Those with the same accounts share one set, which the checks recognise. */
    private Map<Set<Long>, List<Replayed>> byAccounts() {
        Map<Replayed, Set<Long>> accounts = new LinkedHashMap<>();
        for (ReplayRequest request : requests) {
            if (!request.hasEnded() && !request.listener().anonymous()) {
                Long account = request.listener().account();
                for (Event event : request.events()) {
                    Replayed status = statuses.get(event);
                    if (status != null && status.needsCheckFor(request.listener())) {
                        accounts.computeIfAbsent(status, checked -> new HashSet<>())
                                .add(account);
                    }
                }
            }
        }
        Map<Set<Long>, List<Replayed>> byAccounts = new LinkedHashMap<>();
        accounts.forEach((status, needed) ->
                byAccounts.computeIfAbsent(needed, same -> new ArrayList<>()).add(status));
        return byAccounts;
    }

    private void ask(Replayed status, Set<Long> accounts) {
        CheckedStatus checked = status.checked;
        synchronized (this) {
            if (checked == null || status.requests == 0) {
                return;
            }
            open++;
        }
        StatusCheck.Need need;
        try {
            need = checked.check().ask(accounts, failures -> {
                failures.forEach(failed -> withholdings.count(status.event, failed));
                decided(status);
            });
        } catch (RuntimeException fault) {
            // Otherwise the round would not end.
            withholdings.count(status.event, CheckResult.Failed.of(fault));
            decided(status);
            return;
        }
        synchronized (this) {
            if (status.decided) {
                return;
            }
            status.need = need;
            if (status.requests > 0) {
                return;
            }
        }
        giveUp(status);
    }

    private void decided(Replayed status) {
        synchronized (this) {
            if (status.decided) {
                return;
            }
            status.decided = true;
            status.need = null;
        }
        oneLess();
    }

    private void oneLess() {
        synchronized (this) {
            if (--open > 0) {
                return;
            }
        }
        onEnd.accept(this);
    }

    /** What is known of a request that has waited too long; the rest counts as withheld. */
    List<Verdict> late(ReplayRequest request) {
        List<Event> undecided = new ArrayList<>();
        List<Verdict> known;
        synchronized (this) {
            for (Event event : request.events()) {
                Replayed status = statuses.get(event);
                if (status != null && status.isOpenFor(request.listener())) {
                    undecided.add(event);
                }
            }
            known = verdicts(request);
        }
        CheckResult.Failed late =
                new CheckResult.Failed(Withheld.TIMEOUT, "the checks of missed statuses took too long");
        undecided.forEach(event -> withholdings.count(event, late));
        return known;
    }

    /** A request has ended before the round. Checks that no other one needs are not made. */
    void leave(ReplayRequest request) {
        List<Replayed> unneeded = new ArrayList<>();
        synchronized (this) {
            for (Event event : request.events()) {
                Replayed status = statuses.get(event);
                if (status != null && --status.requests == 0 && status.need != null) {
                    unneeded.add(status);
                }
            }
        }
        // The newest first: the place of one that is being made would otherwise go to the next.
        Collections.reverse(unneeded);
        unneeded.forEach(this::giveUp);
    }

    private void giveUp(Replayed status) {
        StatusCheck.Need need;
        synchronized (this) {
            need = status.need;
        }
        if (need != null) {
            need.giveUp();
            decided(status);
        }
    }

    /** What a viewer gets: NOTHING of a status whose checks are not known. */
    List<Verdict> verdicts(ReplayRequest request) {
        Verdict[] verdicts = new Verdict[request.events().size()];
        int i = 0;
        for (Event event : request.events()) {
            Replayed status = statuses.get(event);
            verdicts[i++] = status == null ? Verdict.AS_PUBLISHED : status.verdictFor(request.listener());
        }
        return Collections.unmodifiableList(Arrays.asList(verdicts));
    }
}

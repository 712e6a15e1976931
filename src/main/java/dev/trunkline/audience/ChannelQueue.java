package dev.trunkline.audience;

import dev.trunkline.event.Event;
import dev.trunkline.event.EventName;
import io.smallrye.mutiny.Uni;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One channel's events in their order: they are checked concurrently, and none leaves before those ahead of it have been
 * judged. When too much waits in the process, the oldest status here is withheld, and with it goes what it holds back: a
 * delete is never lost, nor ever overtakes.
 */
final class ChannelQueue {

    /** What an event weighs while it waits besides its payload, roughly. */
    private static final int OVERHEAD = 256;

    private final Listeners listeners;
    private final RecentStatuses recent;
    private final Backlog backlog;
    private final Withholdings withholdings;
    private final Consumer<Judged> out;
    private final Deque<Waiting> waiting = new ArrayDeque<>();

    private static final class Waiting {

        private final Judged verdict;
        private boolean ready;

        Waiting(Judged verdict, boolean ready) {
            this.verdict = verdict;
            this.ready = ready;
        }

        int weight() {
            return OVERHEAD + verdict.event().payload().length;
        }
    }

    /**
     * @param listeners who listens to the channel
     * @param out gets the events, one at a time, in their order
     */
    ChannelQueue(
            Listeners listeners,
            RecentStatuses recent,
            Backlog backlog,
            Withholdings withholdings,
            Consumer<Judged> out) {
        this.listeners = listeners;
        this.recent = recent;
        this.backlog = backlog;
        this.withholdings = withholdings;
        this.out = out;
    }

    /** Takes the channel's next event; on the broadcaster's thread. */
    void add(Event event) {
        if (event.name().equals(EventName.UPDATE) || event.name().equals(EventName.STATUS_UPDATE)) {
            check(event);
        } else {
            enqueue(new Waiting(Judged.unchecked(event), true));
        }
    }

    private void check(Event event) {
        StatusCheck check;
        try {
            check = recent.check(this, event);
        } catch (Misfit misfit) {
            withholdings.count(Withheld.MISFIT, String.valueOf(misfit.getMessage()));
            return;
        } catch (RuntimeException fault) {
            // It must not silence the channel; its message may quote the status.
            withholdings.count(Withheld.FAULT, fault.getClass().getName());
            return;
        }
        Waiting entry = new Waiting(new CheckedStatus(event, check), false);
        Uni<Optional<Answer.Failed>> answered = check.ask(listeners.accounts());
        enqueue(entry);
        answered.subscribe().with(failed -> {
            failed.ifPresent(failure -> withholdings.count(failure.reason(), failure.detail()));
            ready(entry);
        });
    }

    private synchronized void enqueue(Waiting entry) {
        waiting.add(entry);
        backlog.grown(entry.weight());
        release();
        while (backlog.full() && !waiting.isEmpty()) {
            withholdings.count(Withheld.OVERLOAD, "too many events wait for their checks");
            waiting.element().ready = true;
            release();
        }
    }

    private synchronized void ready(Waiting entry) {
        entry.ready = true;
        release();
    }

    /** Lets go what waits for nothing any more. */
    private void release() {
        for (Waiting oldest = waiting.peek(); oldest != null && oldest.ready; oldest = waiting.peek()) {
            waiting.remove();
            backlog.shrunk(oldest.weight());
            out.accept(oldest.verdict);
        }
    }

    /** The channel is listened to no more: nothing of it waits for anybody. */
    synchronized void close() {
        waiting.forEach(entry -> backlog.shrunk(entry.weight()));
        waiting.clear();
    }
}

package dev.trunkline.audience;

import dev.trunkline.event.Event;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** A viewer who has come back asks what it gets of the events that it missed. */
final class ReplayRequest {

    private final List<Event> events;
    private final Listener listener;
    private final long since;
    private final Consumer<List<Verdict>> answer;
    private final AtomicBoolean ended = new AtomicBoolean();

    /**
     * @param events never changes
     * @param since when it came, as {@link System#nanoTime()} counts
     * @param answer gets the verdict on each event, in the order of the events
     */
    ReplayRequest(List<Event> events, Listener listener, long since, Consumer<List<Verdict>> answer) {
        this.events = events;
        this.listener = listener;
        this.since = since;
        this.answer = answer;
    }

    List<Event> events() {
        return events;
    }

    Listener listener() {
        return listener;
    }

    long since() {
        return since;
    }

    /** Ends it: true for the first caller, who has to answer unless the viewer has left. */
    boolean end() {
        return ended.compareAndSet(false, true);
    }

    boolean hasEnded() {
        return ended.get();
    }

    void answer(List<Verdict> verdicts) {
        answer.accept(verdicts);
    }
}

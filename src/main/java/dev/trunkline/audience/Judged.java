package dev.trunkline.audience;

import dev.trunkline.event.Event;

/** An event with its verdicts: tells for each listener, without I/O, what that listener gets. */
public interface Judged {

    /** The event as it was published. */
    Event event();

    /** What a listener gets of it. */
    Verdict verdictFor(Listener listener);

    /** An event without checks, which every listener gets as it was published. */
    static Judged unchecked(Event event) {
        return new Unchecked(event);
    }

    /** See {@link #unchecked}. */
    record Unchecked(Event event) implements Judged {
        @Override
        public Verdict verdictFor(Listener listener) {
            return Verdict.AS_PUBLISHED;
        }
    }
}

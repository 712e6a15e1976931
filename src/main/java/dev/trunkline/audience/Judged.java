package dev.trunkline.audience;

import dev.trunkline.event.Event;

/** An event together with who may see it: the answer to every listener's question, without I/O. */
public interface Judged {

    /** The event as it was published. */
    Event event();

    /** What a listener gets of it. */
    Verdict verdictFor(Listener listener);

    /** An event that needs no check. */
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

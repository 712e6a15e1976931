package dev.trunkline.audience;

import dev.trunkline.event.Event;
import org.jspecify.annotations.Nullable;

/** An event together with who may see it: the answer to every listener's question, without I/O. */
public interface Judged {

    /** The event as it was published. */
    Event event();

    /**
     * What a listener gets: the event, or the variant of it with the listener's {@code filtered} member, which is one object
     * for all who get the same; null if the listener may not see it.
     */
    @Nullable
    Event eventFor(Listener listener);

    /** An event that needs no check. */
    static Judged unchecked(Event event) {
        return new Unchecked(event);
    }

    /** See {@link #unchecked}. */
    record Unchecked(Event event) implements Judged {
        @Override
        public Event eventFor(Listener listener) {
            return event;
        }
    }
}

package dev.trunkline.audience;

import dev.trunkline.event.Event;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What a listener gets of an event: nothing, the event as published, or the event with a {@code filtered} member. Compared by
 * identity: who has the same verdict gets the same bytes.
 */
public final class Verdict {

    /** Nothing: the listener may not see the event, or it is not known whether. */
    public static final Verdict NOTHING = new Verdict(null, true);

    /** The event as it was published. */
    public static final Verdict AS_PUBLISHED = new Verdict(null, true);

    /** A status of which none of the listener's keyword filters matches. */
    static final Verdict UNMATCHED = new Verdict("[]".getBytes(StandardCharsets.US_ASCII), true);

    private final byte @Nullable [] filtered;
    private final boolean shared;

    private Verdict(byte @Nullable [] filtered, boolean shared) {
        this.filtered = filtered;
        this.shared = shared;
    }

    /** A status with what one account's keyword filters match in it, as a JSON array. */
    static Verdict matched(byte[] filtered) {
        return new Verdict(filtered, false);
    }

    /** Whether the listener gets anything. */
    public boolean admits() {
        return this != NOTHING;
    }

    /** Whether listeners of many accounts may have it. */
    public boolean isShared() {
        return shared;
    }

    /** What goes to the listener, who must be admitted. It is made anew each time. */
    public Event apply(Event event) {
        return filtered == null ? event : event.withMember("filtered", filtered);
    }
}

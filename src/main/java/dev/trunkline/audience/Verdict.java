package dev.trunkline.audience;

import dev.trunkline.event.Event;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What a listener gets of an event: nothing, the event as published, or the event with a {@code filtered} member. Verdicts are
 * compared by identity: listeners with the same verdict get the same bytes.
 */
public final class Verdict {

    /** Nothing, because the listener may not see the event or the checks could not be made. */
    public static final Verdict NOTHING = new Verdict(null, true);

    /** The event as it was published. */
    public static final Verdict AS_PUBLISHED = new Verdict(null, true);

    /** A status that none of the listener's keyword filters matches. */
    static final Verdict UNMATCHED = new Verdict("[]".getBytes(StandardCharsets.US_ASCII), true);

    private final byte @Nullable [] filtered;
    private final boolean shared;

    private Verdict(byte @Nullable [] filtered, boolean shared) {
        this.filtered = filtered;
        this.shared = shared;
    }

    /**
     * A status that an account's keyword filters match.
     *
     * @param filtered the value of the {@code filtered} member, a JSON array
     */
    static Verdict matched(byte[] filtered) {
        return new Verdict(filtered, false);
    }

    /** Whether the listener gets anything. */
    public boolean admits() {
        return this != NOTHING;
    }

    /** Whether listeners of several accounts may have this verdict. */
    public boolean isShared() {
        return shared;
    }

    /** The event that goes to a listener whom {@link #admits()} lets have it. It is built anew at each call. */
    public Event apply(Event event) {
        return filtered == null ? event : event.withMember("filtered", filtered, !shared);
    }
}

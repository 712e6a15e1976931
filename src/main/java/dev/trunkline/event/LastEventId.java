package dev.trunkline.event;

import org.jspecify.annotations.Nullable;

/**
 * What a client says about ids when it opens a stream (protocol, section 12).
 *
 * @param wanted whether its events come with ids
 * @param id of the last event that it has got, as it spelled it; empty if it has got none
 */
public record LastEventId(boolean wanted, String id) {

    /** A client that knows nothing of ids. */
    public static final LastEventId NOT_WANTED = new LastEventId(false, "");

    /** A client that wants ids and has got none yet. */
    public static final LastEventId NONE_YET = new LastEventId(true, "");

    /** Longer than any id of ours; a longer one is not held in memory for as long as a stream is open. */
    private static final int LONGEST = 64;

    private static final String UNKNOWN = "-";

    /** What a parameter says; a client without it wants no ids. */
    public static LastEventId of(@Nullable String parameter) {
        if (parameter == null) {
            return NOT_WANTED;
        }
        return new LastEventId(true, parameter.length() > LONGEST ? UNKNOWN : parameter);
    }

    /** Whether the client asks for what it has missed. */
    public boolean resumes() {
        return wanted && !id.isEmpty();
    }
}

package dev.trunkline.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The names of the events that Mastodon publishes (protocol, section 6). */
public final class EventName {
    public static final String UPDATE = "update";
    public static final String STATUS_UPDATE = "status.update";
    public static final String FILTERS_CHANGED = "filters_changed";
    public static final String KILL = "kill";

    /** Of our own: never published (protocol, section 12). */
    static final String EVENTS_MISSED = "events_missed";

    /** Most frequent first. */
    private static final String[] KNOWN = {
        UPDATE,
        "notification",
        "delete",
        STATUS_UPDATE,
        "conversation",
        "notifications_merged",
        FILTERS_CHANGED,
        "announcement.reaction",
        "announcement",
        "announcement.delete",
        KILL
    };

    private static final byte[][] SPELLINGS =
            Arrays.stream(KNOWN).map(name -> name.getBytes(UTF_8)).toArray(byte[][]::new);

    private EventName() {}

    /** The well-known name at a place of a message, without a new string; null if another name is there. */
    static @Nullable String known(byte[] bytes, int from, int to) {
        for (int i = 0; i < KNOWN.length; i++) {
            byte[] spelling = SPELLINGS[i];
            if (Arrays.equals(bytes, from, to, spelling, 0, spelling.length)) {
                return KNOWN[i];
            }
        }
        return null;
    }
}

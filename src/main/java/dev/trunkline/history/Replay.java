package dev.trunkline.history;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a client has missed.
 *
 * @param events in the order in which they were published; those of them that are {@linkplain Kept#event() kept no longer} by the
 *     time they are needed are lost
 * @param upTo the number of the newest event that was looked at: newer ones are none of these (see
 *     {@link dev.trunkline.event.Event#number()})
 * @param missed why the events are not known; null if they are
 */
public record Replay(List<Kept> events, long upTo, @Nullable Missed missed) {

    static Replay missed(Missed reason) {
        return new Replay(List.of(), 0, reason);
    }

    boolean whole() {
        return missed == null;
    }
}

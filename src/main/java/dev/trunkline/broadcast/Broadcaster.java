package dev.trunkline.broadcast;

import dev.trunkline.event.Event;
import io.smallrye.mutiny.Uni;
import java.time.Duration;

/**
 * Brings a channel's events into the process, in the order in which they were published. At most one listening per
 * channel at a time: who shares a channel between viewers stands above.
 */
public interface Broadcaster {

    /**
     * Starts listening to a channel.
     *
     * @param sink gets every event from the confirmation until the listening is closed
     */
    Listening listen(Channel channel, Sink sink);

    /** Whether the publishers' messages reach this process now. */
    boolean connected();

    /** Whether the publishers' messages have ever reached this process. */
    boolean connectedBefore();

    /** For how long they have not; zero while {@link #connected()}. */
    Duration away();

    /**
     * Runs whenever, after a loss of the connection, every channel is listened to again. What was published in between is
     * missed.
     */
    void afterResubscription(Runnable action);

    /** Stops reading messages until {@link #resume()}; the publishers' server keeps them meanwhile, within its bounds. */
    void pause();

    /** Goes on reading. */
    void resume();

    /** Where a channel's events go; called on one thread, which it must not block. */
    @FunctionalInterface
    interface Sink {

        /** The channel's next event. */
        void event(Event event);

        /** The channel is listened to from here on, for the first time or again: what was published before may be missed. */
        default void confirmed() {}
    }

    /** One channel's listening, which survives the loss of the connection to the publishers. */
    interface Listening {

        /**
         * Completes when whatever is published from now on reaches the sink, and the publishers have been told that
         * somebody listens. Fails with {@link BroadcasterUnavailable} when that cannot be had now.
         */
        Uni<Void> confirmed();

        /** Ends the listening, once. */
        void close();
    }
}

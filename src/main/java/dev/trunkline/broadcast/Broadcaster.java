package dev.trunkline.broadcast;

import dev.trunkline.event.Event;
import io.smallrye.mutiny.Uni;
import java.time.Duration;

/**
 * Brings the events of channels into the process, in the order in which they were published. A channel is open at most once
 * at a time; {@code fanout} shares it between viewers. All methods may be called from any thread, and calls from one thread
 * take effect in their order.
 */
public interface Broadcaster {

    /**
     * Opens a channel.
     *
     * @param sink gets every event from the confirmation until the channel is closed
     */
    OpenChannel open(Channel channel, Sink sink);

    /**
     * Sets who gets the events of the system channels. They arrive without an {@link #open} while Redis permits to subscribe to
     * all of them.
     */
    void hear(SystemSink sink);

    /** Whether published messages reach this process now. */
    boolean connected();

    /** Whether published messages have ever reached this process. */
    boolean connectedBefore();

    /** For how long published messages have not reached this process; zero while {@link #connected()}. */
    Duration away();

    /**
     * Adds an action that runs each time the connection is there again after a loss, before an event arrives over it. Events
     * published in between are missed.
     */
    void beforeResubscription(Runnable action);

    /**
     * Adds an action that runs each time all channels are subscribed to again after a loss of the connection. Events published
     * in between are missed.
     */
    void afterResubscription(Runnable action);

    /**
     * Sends a message to the processes that have opened an {@linkplain Channel#internal() internal} channel; this one gets it, too,
     * if it has. The item is how many there are. Fails with {@link BroadcasterUnavailable} if it cannot be sent.
     */
    Uni<Long> send(Channel channel, byte[] message);

    /** Stops reading messages until {@link #resume()}; Redis keeps them meanwhile, within its bounds. */
    void pause();

    /** Continues to read. */
    void resume();

    /** The receiver of a channel's events; called by one thread at a time, which it must not block. */
    @FunctionalInterface
    interface Sink {

        /** The channel's next event. */
        void event(Event event);

        /** The next message of an {@linkplain Channel#internal() internal} channel, which has no events. */
        default void message(byte[] message) {}

        /** Events arrive from here on, for the first time or again: what was published before may be missed. */
        default void confirmed() {}
    }

    /** The receiver of the system channels' events; called by one thread at a time, which it must not block. */
    interface SystemSink {

        /** The next event of a system channel that has not been opened. It comes in order with those of all channels. */
        void event(SystemChannel channel, Event event);

        /**
         * The connection is there, for the first time or again, and no other channel is subscribed to yet; what was published
         * before may be missed.
         *
         * @param all whether the events of all system channels arrive from here on; otherwise, only those of channels that are
         *     opened, which is to be done at once for all that are needed
         */
        void connected(boolean all);

        /** The connection is lost. */
        void lost();

        /** Of how many channels the events are needed; may be called on any thread. */
        int needed();
    }

    /** A channel that is open. It stays open while the connection to Redis is lost. */
    interface OpenChannel {

        /**
         * Completes when everything published from now on reaches the sink, and the publishers know that the channel has
         * subscribers. Fails with {@link BroadcasterUnavailable} when that is not possible now.
         */
        Uni<Void> confirmed();

        /** Closes the channel; to be called once. */
        void close();
    }
}

package dev.trunkline.metrics;

import java.util.function.BooleanSupplier;
import java.util.function.DoubleSupplier;

/**
 * What the process counts. The core calls this interface and knows nothing of Prometheus; the names under which the
 * figures appear are protocol, section 8. Every method may be called from any thread and never fails.
 */
public interface Meters {

    /** A connection has opened. */
    void connectionOpened(Transport transport);

    /**
     * A connection that had opened has ended.
     *
     * @param ending the metric label of the reason
     * @param count 1; 0 to let the reason be known
     */
    void connectionClosed(Transport transport, String ending, int count);

    /** So many requests for a stream or socket were refused; {@code reason} is the metric label. */
    void connectionsRefused(String reason, int count);

    /**
     * A subscription to the stream of this name has opened; {@code system} stands for the two system channels.
     *
     * @param count as how many it counts
     */
    void channelOpened(Transport transport, String stream, int count);

    /** A subscription that had opened has ended. */
    void channelClosed(Transport transport, String stream, int count);

    /** Events were handed to that many connections' sockets. */
    void messagesSent(Transport transport, int count);

    /** Redis has delivered a message of a channel. */
    void messageReceived();

    /** So many messages were dropped because they were no events; {@code reason} is the metric label. */
    void messagesDropped(String reason, int count);

    /** A lane has written an event to all of its connections that get it, so long after it came into the process. */
    void eventWritten(long nanos);

    /**
     * So many statuses were withheld, on one channel each, because they could not be checked; {@code reason} is the metric
     * label.
     */
    void eventsWithheld(String reason, int count);

    /** The connection to Redis was made anew after a loss. */
    void redisReconnected();

    /** Registers a figure that is read when the metrics are. */
    void gauge(String name, String description, DoubleSupplier value);

    /** Registers whether what this process depends on, of that name, answers. */
    void dependency(String name, BooleanSupplier up);
}

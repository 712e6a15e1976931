package dev.trunkline.metrics;

import java.util.function.BooleanSupplier;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * The process's meters. The core calls this interface and knows nothing of Prometheus; the names of the figures are in the
 * protocol's section 8. Every method may be called from any thread and never fails.
 */
public interface Meters {

    /** A connection has opened. */
    void connectionOpened(Transport transport);

    /**
     * An open connection has ended.
     *
     * @param ending the metric label of the reason
     * @param count 1; 0 to make the reason appear in the metrics
     */
    void connectionClosed(Transport transport, String ending, int count);

    /** {@code count} requests for a stream or socket were refused; {@code reason} is the metric label. */
    void connectionsRefused(String reason, int count);

    /**
     * A subscription to the stream of this name has opened; {@code system} stands for the two system channels.
     *
     * @param count how many subscriptions it counts as
     */
    void subscriptionOpened(Transport transport, String stream, int count);

    /** An open subscription has ended. */
    void subscriptionClosed(Transport transport, String stream, int count);

    /** An event was written to {@code count} connections. */
    void messagesSent(Transport transport, int count);

    /** Redis has delivered a message. */
    void messageReceived();

    /** {@code count} messages were dropped because they were no events; {@code reason} is the metric label. */
    void messagesDropped(String reason, int count);

    /** A lane has written an event to all of its connections that get it, {@code nanos} after the event's arrival. */
    void eventWritten(long nanos);

    /**
     * {@code count} statuses were withheld, on one channel each, because they could not be checked; {@code reason} is the
     * metric label.
     */
    void eventsWithheld(String reason, int count);

    /**
     * {@code count} clients have come back with the id of an event; {@code outcome} is the metric label.
     *
     * @param count 1; 0 to make the outcome appear in the metrics
     */
    void replayed(String outcome, int count);

    /** Redis is connected again after a loss of the connection. */
    void redisReconnected();

    /** Registers a figure that is read at each scrape. */
    void gauge(String name, String description, DoubleSupplier value);

    /** Registers a count that only grows and is read at each scrape. */
    void counter(String name, String description, LongSupplier count);

    /** Registers whether a server that the process depends on answers; {@code name} is the metric label. */
    void dependency(String name, BooleanSupplier up);
}

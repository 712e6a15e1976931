package dev.trunkline.bench;

import java.io.IOException;
import java.util.List;

/** What a client publishes, in which order, and how much of it is in flight. */
interface Flow {
    Expected expected();

    /** Adds so many events for each connection to what is to be published. */
    void add(int events, int connections);

    /** Publishes what may be in flight beside what is. */
    void publish(Publisher publisher, List<Reception> connections) throws IOException;

    /** The number of events that can have arrived on a connection so far. */
    long published(Reception connection);

    /** Takes note that a connection has received its event with that number whole. */
    void received(long event);

    /** How many pieces have arrived wherever they should. When it grows, more can be published. */
    long completed();

    /** Whether everything that was to be published has arrived. */
    boolean done();
}

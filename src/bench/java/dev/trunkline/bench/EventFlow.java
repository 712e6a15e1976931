package dev.trunkline.bench;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/** Each event goes to all connections at once; the next one when fewer than a window of them are in flight. */
final class EventFlow implements Flow {
    private final Statuses statuses;
    private final int window;
    /** By event in flight, on how many connections it has not arrived. */
    private final int[] missing;

    private long due;
    private long published;
    private long completed;

    EventFlow(Statuses statuses, int window) {
        this.statuses = statuses;
        this.window = window;
        this.missing = new int[window];
    }

    @Override
    public Expected expected() {
        return statuses;
    }

    @Override
    public void add(int events, int connections) {
        due += events;
    }

    @Override
    public void publish(Publisher publisher, List<Reception> connections) throws IOException {
        while (published < due && published - completed < window) {
            missing[(int) (published % window)] = connections.size();
            byte[] message = statuses.message(published);
            published++;
            publisher.publish(message);
        }
    }

    @Override
    public long published(Reception connection) {
        return published;
    }

    @Override
    public void received(long event) {
        // Each connection receives events in order, so events are completed in order too.
        if (--missing[(int) (event % window)] == 0) {
            completed++;
        }
    }

    @Override
    public long completed() {
        return completed;
    }

    @Override
    public boolean done() {
        return completed == due;
    }

    @Override
    public String toString() {
        return published + " events published, missing on " + Arrays.toString(missing) + " connections";
    }
}

package dev.trunkline.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Each message goes to the account of one connection, to one account after another, with some in flight, as Mastodon's
 * workers fill home timelines. So many accounts in a row get the same status as its author has followers.
 */
final class MessageFlow implements Flow, Expected {
    private final Statuses statuses;
    private final int accounts;
    private final int inFlight;
    private final int followers;
    private long due;
    private long published;
    private long received;

    /**
     * A flow to so many accounts with a connection each.
     *
     * @param statuses with a window of as many: one of each account is in flight
     */
    MessageFlow(Statuses statuses, int accounts, int inFlight, int followers) {
        this.statuses = statuses;
        this.accounts = accounts;
        this.inFlight = inFlight;
        this.followers = followers;
    }

    @Override
    public Expected expected() {
        return this;
    }

    /** An account's event is the message that came to its turn. */
    @Override
    public ByteBuffer record(long event, int viewer) {
        return statuses.record((event * accounts + viewer) / followers, viewer);
    }

    @Override
    public long bytes(long events, int viewer) {
        return statuses.bytes(events, viewer);
    }

    @Override
    public void add(int events, int connections) {
        due += (long) events * accounts;
    }

    @Override
    public void publish(Publisher publisher, List<Reception> connections) throws IOException {
        List<byte[]> messages = new ArrayList<>();
        int first = (int) (published % accounts);
        while (published < due && published - received < inFlight && hasAll(connections)) {
            messages.add(statuses.message(published / followers));
            published++;
        }
        publisher.publishInTurns(messages, first);
    }

    /** Whether the account whose turn it is has received all of its earlier messages. */
    private boolean hasAll(List<Reception> connections) {
        return connections.get((int) (published % accounts)).delivered() == published / accounts;
    }

    @Override
    public long published(Reception connection) {
        return published / accounts + (connection.viewer() < published % accounts ? 1 : 0);
    }

    @Override
    public void received(long event) {
        received++;
    }

    @Override
    public long completed() {
        return received;
    }

    @Override
    public boolean done() {
        return received == due;
    }

    @Override
    public String toString() {
        return published + " messages published, " + received + " received";
    }
}

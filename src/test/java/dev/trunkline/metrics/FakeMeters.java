package dev.trunkline.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/** Notes the calls for connections, subscriptions and events. */
public final class FakeMeters implements Meters {

    public final List<String> told = new ArrayList<>();

    private final Map<String, Integer> withheld = new ConcurrentHashMap<>();

    @Override
    public void connectionOpened(Transport transport) {
        told.add("opened");
    }

    @Override
    public void connectionClosed(Transport transport, String ending, int count) {
        told.add(ending);
    }

    @Override
    public void connectionsRefused(String reason, int count) {}

    @Override
    public void eventWritten(long nanos) {}

    @Override
    public void subscriptionOpened(Transport transport, String stream, int count) {
        told.add("+" + count + " " + stream);
    }

    @Override
    public void subscriptionClosed(Transport transport, String stream, int count) {
        told.add("-" + count + " " + stream);
    }

    @Override
    public void messagesSent(Transport transport, int count) {
        told.add("sent");
    }

    @Override
    public void messageReceived() {}

    @Override
    public void messagesDropped(String reason, int count) {}

    @Override
    public void eventsWithheld(String reason, int count) {
        withheld.merge(reason, count, Integer::sum);
    }

    /** How many statuses were withheld for this reason. */
    public int withheld(String reason) {
        return withheld.getOrDefault(reason, 0);
    }

    @Override
    public void replayed(String outcome, int count) {
        told.add("replayed " + outcome + " " + count);
    }

    @Override
    public void redisReconnected() {}

    @Override
    public void gauge(String name, String description, DoubleSupplier value) {}

    @Override
    public void counter(String name, String description, LongSupplier count) {}

    @Override
    public void dependency(String name, BooleanSupplier up) {}
}

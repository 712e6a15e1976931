package dev.trunkline.fanout;

import dev.trunkline.audience.Listener;
import dev.trunkline.broadcast.Channel;
import dev.trunkline.connection.Connection;
import dev.trunkline.connection.Ending;
import dev.trunkline.connection.StreamShare;
import dev.trunkline.metrics.Meters;
import dev.trunkline.stream.Feed;
import dev.trunkline.stream.Stream;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One connection's listening to the channels of one stream: a filter for its viewer over each channel's shared events.
 * Used on the connection's event loop only. It ends with its connection, or before.
 */
public final class Subscription implements StreamShare {

    private static final Logger LOG = Logger.getLogger(Subscription.class);

    private final Connection connection;
    private final Lane lane;
    private final Meters meters;
    private final Fanouts fanouts;
    private final @Nullable Stream stream;
    private final Listener listener;
    private final String label;
    private final int weight;
    private final List<Fanout> held = new ArrayList<>(2);
    private final List<Cancellable> filters = new ArrayList<>(2);
    private boolean counted;
    private boolean closed;

    /**
     * @param stream what the client asked for; null for the system channels
     * @param listener what the audience has to know of the viewer
     * @param label under which the metrics count it
     * @param weight as how many the metrics count it
     * @param sink gets what the viewer may see
     */
    Subscription(
            Connection connection,
            Lane lane,
            Fanouts fanouts,
            Meters meters,
            @Nullable Stream stream,
            Listener listener,
            String label,
            int weight,
            List<Channel> channels,
            Feed feed,
            Consumer<Delivery> sink) {
        this.connection = connection;
        this.lane = lane;
        this.meters = meters;
        this.fanouts = fanouts;
        this.stream = stream;
        this.listener = listener;
        this.label = label;
        this.weight = weight;
        for (Channel channel : channels) {
            Fanout fanout = fanouts.join(channel, feed);
            held.add(fanout);
            // Before anything is confirmed: an event that the viewer may have is checked for the viewer.
            fanout.listeners().joined(listener);
            filters.add(fanout.on(lane).filter(this::admits).subscribe().with(delivery -> hand(delivery, sink)));
        }
    }

    private boolean admits(Delivery delivery) {
        try {
            return delivery.admits(listener);
        } catch (RuntimeException | OutOfMemoryError fault) {
            endFor(fault, delivery);
            return false;
        }
    }

    private void hand(Delivery delivery, Consumer<Delivery> sink) {
        try {
            sink.accept(delivery);
        } catch (RuntimeException | OutOfMemoryError fault) {
            endFor(fault, delivery);
        }
    }

    /** A fault must not silence the stream of a client that would go on waiting: it is told to come again. */
    private void endFor(Throwable fault, Delivery delivery) {
        LOG.errorf(fault, "An event %s was not delivered", delivery.eventName());
        connection.end(Ending.FAULT);
    }

    @Override
    public @Nullable Stream stream() {
        return stream;
    }

    /** Completes on the connection's event loop when nothing published from now on is missed, and counts it as open. */
    Uni<Void> confirmed() {
        // Redis has been asked for all of them already: waiting for one after the other takes no longer, and a second
        // failure cannot come to nobody.
        Uni<Void> all = Uni.createFrom().voidItem();
        for (Fanout fanout : held) {
            all = all.chain(fanout::confirmed);
        }
        return all.emitOn(lane).invoke(this::count);
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        connection.forget(this);
        filters.forEach(Cancellable::cancel);
        for (Fanout fanout : held) {
            fanout.listeners().left(listener);
            fanouts.leave(fanout);
        }
        if (counted) {
            meters.subscriptionClosed(connection.transport(), label, weight);
        }
    }

    private void count() {
        if (!closed) {
            counted = true;
            meters.subscriptionOpened(connection.transport(), label, weight);
        }
    }
}

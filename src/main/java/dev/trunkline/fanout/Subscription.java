package dev.trunkline.fanout;

import dev.trunkline.audience.Listener;
import dev.trunkline.broadcast.Channel;
import dev.trunkline.connection.Connection;
import dev.trunkline.connection.Ending;
import dev.trunkline.connection.StreamShare;
import dev.trunkline.metrics.Meters;
import dev.trunkline.stream.Stream;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * One viewer's share in the channels of one stream over one connection: a filter for the viewer over each channel's shared
 * events. Used on the connection's event loop only. It ends with its connection, or before.
 */
final class Subscription implements StreamShare {

    private static final Logger LOG = Logger.getLogger(Subscription.class);

    private final Connection connection;
    private final Lane lane;
    private final ChannelFanouts fanouts;
    private final Meters meters;
    private final Subject subject;
    private final List<ChannelFanout> held = new ArrayList<>(2);
    private final List<Cancellable> filters = new ArrayList<>(2);
    private boolean counted;
    private boolean closed;

    /**
     * What is subscribed to.
     *
     * @param stream what the client asked for
     * @param listener the viewer as the audience sees it
     * @param channels the stream's
     */
    record Subject(Stream stream, Listener listener, List<Channel> channels) {

        /** The metrics' label. */
        String label() {
            return stream.name().label();
        }
    }

    /** @param sink gets the events that the viewer may see */
    Subscription(
            Connection connection,
            Lane lane,
            ChannelFanouts fanouts,
            Meters meters,
            Subject subject,
            Consumer<LaneDelivery> sink) {
        this.connection = connection;
        this.lane = lane;
        this.fanouts = fanouts;
        this.meters = meters;
        this.subject = subject;
        for (Channel channel : subject.channels) {
            ChannelFanout fanout = fanouts.join(channel, subject.stream.name().feed());
            held.add(fanout);
            // Before the confirmation: every event that the viewer may get has been checked for the viewer.
            fanout.listeners().joined(subject.listener);
            filters.add(fanout.on(lane, subject.listener.account())
                    .filter(this::admits)
                    .subscribe()
                    .with(delivery -> hand(delivery, sink)));
        }
    }

    private boolean admits(LaneDelivery delivery) {
        try {
            return delivery.admits(subject.listener);
        } catch (RuntimeException fault) {
            endFor(fault, delivery);
            return false;
        }
    }

    private void hand(LaneDelivery delivery, Consumer<LaneDelivery> sink) {
        try {
            sink.accept(delivery);
        } catch (RuntimeException fault) {
            endFor(fault, delivery);
        }
    }

    /** A fault must not leave the client waiting on a silent stream: the ending makes it reconnect. */
    private void endFor(RuntimeException fault, LaneDelivery delivery) {
        LOG.errorf(fault, "An event %s was not delivered", delivery.eventName());
        connection.end(Ending.FAULT);
    }

    @Override
    public Stream stream() {
        return subject.stream;
    }

    /** Completes on the connection's event loop when nothing published from now on is missed, and counts it as open. */
    Uni<Void> confirmed() {
        // Redis has been asked for all of them already: to wait for one after the other takes no longer, and a second
        // failure is not left without a subscriber.
        Uni<Void> all = Uni.createFrom().voidItem();
        for (ChannelFanout fanout : held) {
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
        for (ChannelFanout fanout : held) {
            fanout.listeners().left(subject.listener);
            fanouts.leave(fanout);
        }
        if (counted) {
            meters.subscriptionClosed(connection.transport(), subject.label(), 1);
        }
    }

    private void count() {
        if (!closed) {
            counted = true;
            meters.subscriptionOpened(connection.transport(), subject.label(), 1);
        }
    }
}

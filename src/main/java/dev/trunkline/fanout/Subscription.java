package dev.trunkline.fanout;

import dev.trunkline.audience.Listener;
import dev.trunkline.broadcast.Channel;
import dev.trunkline.connection.Connection;
import dev.trunkline.connection.Ending;
import dev.trunkline.connection.StreamShare;
import dev.trunkline.event.Encoding;
import dev.trunkline.event.Event;
import dev.trunkline.event.LastEventId;
import dev.trunkline.history.HeardChannel;
import dev.trunkline.history.Missed;
import dev.trunkline.metrics.Meters;
import dev.trunkline.stream.Feed;
import dev.trunkline.stream.Stream;
import io.netty.buffer.ByteBuf;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One viewer's share in the channels of one stream over one connection: a filter for the viewer over each channel's shared
 * events. Used on the connection's event loop only. It ends with its connection, or before.
 */
final class Subscription implements StreamShare, Subscribed {

    private static final Logger LOG = Logger.getLogger(Subscription.class);

    private final Connection connection;
    private final Lane lane;
    private final ChannelFanouts fanouts;
    private final Replays replays;
    private final Meters meters;
    private final Subject subject;

    /** Null if the client gets no ids. */
    private final @Nullable Seam seam;

    /** The number of the newest event when it began. */
    private final long joined;

    /** Of the last event, if it was not for this client; null if it was. */
    private byte @Nullable [] withheld;

    private @Nullable Cancellable resuming;
    private @Nullable Replaying replaying;
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
     * @param encoding of the events
     * @param lastId what the client says about ids
     */
    record Subject(Stream stream, Listener listener, List<Channel> channels, Encoding encoding, LastEventId lastId) {

        /** The metrics' label. */
        String label() {
            return stream.name().label();
        }
    }

    Subscription(
            Connection connection, Lane lane, ChannelFanouts fanouts, Replays replays, Meters meters, Subject subject) {
        this.connection = connection;
        this.lane = lane;
        this.fanouts = fanouts;
        this.replays = replays;
        this.meters = meters;
        this.subject = subject;
        LastEventId lastId = subject.lastId;
        this.seam = lastId.wanted() ? new Seam(connection, lastId.resumes(), replays.outages()) : null;
        this.joined = seam == null ? 0 : replays.number();
        Consumer<ByteBuf> recipient = frame -> lane.deliver(connection, frame);
        for (Channel channel : subject.channels) {
            ChannelFanout fanout = fanouts.join(channel, subject.stream.name().feed());
            held.add(fanout);
            if (seam != null) {
                // Before the first event comes, so that each has an id that comes after the confirmation.
                fanout.heard().keep();
            }
            // Before the confirmation: every event that the viewer may get has been checked for the viewer.
            fanout.listeners().joined(subject.listener);
            filters.add(fanout.on(lane, subject.listener.account())
                    .filter(this::admits)
                    .subscribe()
                    .with(delivery -> hand(delivery, recipient)));
        }
    }

    private boolean admits(LaneDelivery delivery) {
        try {
            boolean admitted = delivery.admits(subject.listener);
            if (admitted) {
                withheld = null;
            } else if (seam != null && seam.isNew(delivery.number())) {
                withheld = delivery.id();
            }
            return admitted;
        } catch (RuntimeException fault) {
            endFor(fault, delivery);
            return false;
        }
    }

    private void hand(LaneDelivery delivery, Consumer<ByteBuf> recipient) {
        try {
            Seam ours = seam;
            long number = delivery.number();
            if (ours != null && number < 0) {
                tellOutage(ours, number);
            } else if (ours != null && ours.holds()) {
                delivery.deliver(subject.listener, subject.encoding, frame -> ours.hold(number, frame));
            } else if (ours == null ? number >= 0 : ours.takes(number)) {
                delivery.deliver(subject.listener, subject.encoding, recipient);
            }
        } catch (RuntimeException fault) {
            endFor(fault, delivery);
        }
    }

    /** With an id, so that a client that comes back before the next event is not told once more. */
    private void tellOutage(Seam ours, long number) {
        Event missed = Event.missed(Missed.OUTAGE.label(), -number).kept(position(), number);
        ByteBuf frame = subject.encoding.encode(missed);
        if (ours.holds()) {
            ours.hold(number, frame);
        } else if (ours.takes(number)) {
            lane.deliver(connection, frame);
        }
        frame.release();
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

    @Override
    public boolean hasIds() {
        return seam != null;
    }

    @Override
    public void begin() {
        if (seam == null || closed) {
            return;
        }
        if (!seam.holds()) {
            tellPosition(joined);
            return;
        }
        resuming = replays.find(
                        heard(), subject.lastId.id(), subject.stream.name().feed(), subject.listener)
                .emitOn(lane)
                .subscribe()
                .with(this::replay, fault -> {
                    LOG.error("Missed events were not replayed", fault);
                    connection.end(Ending.FAULT);
                });
    }

    private List<HeardChannel> heard() {
        return held.stream().map(ChannelFanout::heard).toList();
    }

    private byte[] position() {
        return replays.position(heard(), joined);
    }

    @Override
    public void tellHowFar() {
        byte[] id = withheld;
        if (id != null && seam != null && !seam.holds() && !connection.holdsEvents()) {
            withheld = null;
            tell(id);
        }
    }

    /** Tells the client, if its transport can, that it has missed nothing up to this number. */
    private void tellPosition(long number) {
        tell(replays.position(heard(), number));
    }

    private void tell(byte[] id) {
        ByteBuf frame = subject.encoding.position(id);
        if (frame != null) {
            connection.send(frame);
            frame.release();
        }
    }

    private void replay(Replays.Checked missed) {
        if (closed) {
            return;
        }
        boolean shared = subject.stream.name().feed() != Feed.UNFILTERED;
        Replaying current = new Replaying(
                connection,
                subject.encoding,
                lane,
                missed.events(),
                missed.verdicts(),
                shared,
                position(),
                () -> goLive(missed));
        replaying = current;
        if (missed.reason() != null) {
            current.writeMissed(missed.reason());
        }
        current.write();
    }

    private void goLive(Replays.Checked missed) {
        Seam ours = seam;
        if (ours != null && !closed) {
            if (missed.endsUnseen() && !connection.holdsEvents()) {
                // The next process may not know the id that the client has come with.
                tellPosition(missed.upTo());
            }
            withheld = null;
            ours.close(missed.upTo(), connection::deliver);
            connection.flush();
        }
    }

    /** Completes on the connection's event loop when nothing published from now on is missed, and counts it as open. */
    Uni<Void> confirmed() {
        // Redis has been asked for all of them already: to wait for one after the other takes no longer, and a second
        // failure is not left without a subscriber.
        Uni<Void> all = Uni.createFrom().voidItem();
        for (ChannelFanout fanout : held) {
            all = all.chain(fanout::confirmed);
        }
        // Behind the events that came before the confirmation: between those and what comes after it some may be
        // missing,
        // so none of them may follow the prelude.
        return all.emitOn(lane::executeBehind).invoke(this::count);
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        connection.forget(this);
        filters.forEach(Cancellable::cancel);
        if (resuming != null) {
            resuming.cancel();
        }
        if (replaying != null) {
            replaying.stop();
        }
        if (seam != null) {
            seam.drop();
        }
        for (ChannelFanout fanout : held) {
            if (seam != null) {
                fanout.heard().letGo();
            }
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
